package org.drafthorse.engine.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.drafthorse.Deflate;
import org.drafthorse.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7692, section 7.1: what is answered to which offer. */
class DeflateAgreementTest {

  private static final Deflate PLAIN = Deflate.defaults();
  private static final Deflate TAKEOVER = Deflate.defaults().withContextTakeover();

  private static @Nullable String answer(Deflate wanted, String... offers) {
    DeflateAgreement found = DeflateAgreement.of(List.of(offers), wanted, () -> true);
    return found == null ? null : found.answer();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "permessage-deflate | ",
        "Permessage-DEFLATE | ",
        "permessage-deflate; client_max_window_bits | ",
        "permessage-deflate; client_max_window_bits=8 | ",
        "permessage-deflate; client_max_window_bits=\"12\" | ",
        "permessage-deflate;server_max_window_bits=15 | ; server_max_window_bits=15",
        "permessage-deflate ;\tserver_max_window_bits = \"9\" | ; server_max_window_bits=9",
        "permessage-deflate; server_max_window_bits=8 | ; server_max_window_bits=8",
        "permessage-deflate; Server_Max_Window_Bits=10 | ; server_max_window_bits=10",
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover | ",
        "mux; max-channels=4, permessage-deflate | ",
        "deflate-stream, x-webkit-deflate-frame, permessage-deflate | ",
        "permessage-deflate; server_max_window_bits=7, permessage-deflate | ",
        ",, permessage-deflate ,, | ",
      })
  void withoutTakeoverBothSidesAreToldSo(String offer, @Nullable String more) {
    assertThat(answer(PLAIN, offer))
        .isEqualTo(
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
                + (more == null ? "" : more));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "permessage-deflate | ",
        "permessage-deflate; client_max_window_bits | ",
        "permessage-deflate; server_no_context_takeover | ; server_no_context_takeover",
        "permessage-deflate; client_no_context_takeover | ; client_no_context_takeover",
        "permessage-deflate; server_max_window_bits=15 | ; server_max_window_bits=15",
        "permessage-deflate; server_max_window_bits=14 | ; server_no_context_takeover;"
            + " server_max_window_bits=14",
      })
  void takeoverIsGivenWhereTheOfferAllowsIt(String offer, @Nullable String more) {
    assertThat(answer(TAKEOVER, offer))
        .isEqualTo("permessage-deflate" + (more == null ? "" : more));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        "permessage-deflat",
        "deflate-stream",
        "x-webkit-deflate-frame",
        "x-webkit-deflate-frame; no_context_takeover",
        "permessage-deflate; mode",
        "permessage-deflate; server_no_context_takeover=1",
        "permessage-deflate; server_no_context_takeover=true",
        "permessage-deflate; client_no_context_takeover=\"\"",
        "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
        "permessage-deflate; client_no_context_takeover; Client_No_Context_Takeover",
        "permessage-deflate; server_max_window_bits",
        "permessage-deflate; server_max_window_bits=",
        "permessage-deflate; server_max_window_bits=0",
        "permessage-deflate; server_max_window_bits=7",
        "permessage-deflate; server_max_window_bits=16",
        "permessage-deflate; server_max_window_bits=08",
        "permessage-deflate; server_max_window_bits=+9",
        "permessage-deflate; server_max_window_bits=-9",
        "permessage-deflate; server_max_window_bits=1e1",
        "permessage-deflate; server_max_window_bits=99999999999999999999",
        "permessage-deflate; server_max_window_bits=10; server_max_window_bits=10",
        "permessage-deflate; client_max_window_bits=",
        "permessage-deflate; client_max_window_bits=\"\"",
        "permessage-deflate; client_max_window_bits=7",
        "permessage-deflate; client_max_window_bits=16",
        "permessage-deflate; client_max_window_bits=ten",
        "permessage-deflate; client_max_window_bits; client_max_window_bits=10",
        "permessage-deflate; ; client_max_window_bits",
        "permessage-deflate;",
        "permessage-deflate; =10",
        "permessage-deflate client_max_window_bits",
        "permessage-deflate; client_max_window_bits=\"10",
        "permessage-deflate; client_max_window_bits=\"10\\",
        "permessage-deflate; client_max_window_bits=\"1 0\"",
        "permessage-deflate; client_max_window_bits=10 11",
        "\"permessage-deflate\"",
        "permessage-deflate/1",
        "permessage-deflate; \u00E9",
        "permessage-deflate\r",
        "permessage-deflate; client_max_window_bits=10\u0085",
        "(permessage-deflate), permessage-deflate",
      })
  void whatIsMalformedOrUnknownIsDeclined(String offer) {
    assertThat(answer(PLAIN, offer)).isNull();
    assertThat(answer(TAKEOVER, offer)).isNull();
  }

  @Test
  void ofSeveralOffersTheFirstThatCanBeKeptIsTaken() {
    String first = "permessage-deflate; server_max_window_bits=77";
    String second = "permessage-deflate; server_max_window_bits=11, permessage-deflate";
    assertThat(answer(TAKEOVER, first, second)).endsWith("server_max_window_bits=11");
  }

  @Test
  void withoutMemoryForItThereIsNoTakeover() {
    DeflateAgreement found =
        DeflateAgreement.of(List.of("permessage-deflate"), TAKEOVER, () -> false);
    assertThat(found).isEqualTo(new DeflateAgreement(false, false, 15, false));
  }

  @Test
  void memoryIsReservedOnlyForATakeoverThatWillBe() {
    String none = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
    assertThatCode(
            () -> DeflateAgreement.of(List.of(none), TAKEOVER, DeflateAgreementTest::unexpected))
        .doesNotThrowAnyException();
    assertThatCode(
            () ->
                DeflateAgreement.of(
                    List.of("permessage-deflate"), PLAIN, DeflateAgreementTest::unexpected))
        .doesNotThrowAnyException();
  }

  private static boolean unexpected() {
    throw new AssertionError("asked for memory");
  }
}
