package org.drafthorse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.drafthorse.ProtocolVersion.Feature;
import org.drafthorse.ProtocolVersion.WireFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProtocolVersionTest {

  @ParameterizedTest
  @CsvSource({
    "V00, 0, Origin, DRAFT_00, false, false",
    "V7, 7, Sec-WebSocket-Origin, HYBI, false, true",
    "V8, 8, Sec-WebSocket-Origin, HYBI, false, true",
    "V13, 13, Origin, HYBI, true, false"
  })
  void eachRowHasItsValues(
      ProtocolVersion version,
      int number,
      String originHeader,
      WireFormat format,
      boolean fullKey,
      boolean frameTooLarge) {
    assertThat(version.number()).isEqualTo(number);
    assertThat(version.originHeader()).isEqualTo(originHeader);
    assertThat(version.wireFormat()).isEqualTo(format);
    assertThat(version.demandsFullKey()).isEqualTo(fullKey);
    assertThat(version.permitsCloseCode(1004)).isEqualTo(frameTooLarge);
  }

  @ParameterizedTest
  @EnumSource(Feature.class)
  void onlyVersion00LacksAFeature(Feature feature) {
    assertThat(ProtocolVersion.V00.supports(feature)).isFalse();
    for (ProtocolVersion version : ProtocolVersion.defaults()) {
      assertThat(version.supports(feature)).isTrue();
    }
  }

  @Test
  void version00IsNotAmongTheDefaultsAndNobodyCanChangeThem() {
    Set<ProtocolVersion> defaults = ProtocolVersion.defaults();
    defaults.add(ProtocolVersion.V00);
    assertThat(ProtocolVersion.defaults())
        .containsExactlyInAnyOrder(ProtocolVersion.V13, ProtocolVersion.V8, ProtocolVersion.V7);
  }
}
