package org.drafthorse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Executor;
import org.drafthorse.engine.Requests;
import org.junit.jupiter.api.Test;

class ResourceOptionsTest {

  @Test
  void theDefaultsAreSafe() {
    ResourceOptions options = ResourceOptions.defaults();
    assertThat(options.limits()).isSameAs(Limits.defaults());
    assertThat(options.versions()).isNull();
    assertThat(options.listenerMode()).isEqualTo(ListenerMode.EXECUTOR);
    assertThat(options.executor()).isNull();
    assertThat(options.mailboxPerConnection()).isFalse();
    assertThat(options.overflowPolicy()).isEqualTo(OverflowPolicy.CLOSE);
    OriginPolicy origins = options.origins();
    assertThat(origins.allows(Requests.fromOrigin("http://a.example", "a.example"))).isTrue();
    assertThat(origins.allows(Requests.fromOrigin("http://b.example", "a.example"))).isFalse();
  }

  @Test
  void eachOptionIsKept() {
    Limits limits = Limits.builder().maxClients(3).build();
    OriginPolicy origins = OriginPolicy.any();
    ResourceOptions options =
        ResourceOptions.builder()
            .limits(limits)
            .origins(origins)
            .listenerMode(ListenerMode.DIRECT)
            .mailboxPerConnection(true)
            .overflowPolicy(OverflowPolicy.DROP)
            .versions(EnumSet.of(ProtocolVersion.V00))
            .build();
    assertThat(options.limits()).isSameAs(limits);
    assertThat(options.origins()).isSameAs(origins);
    assertThat(options.listenerMode()).isEqualTo(ListenerMode.DIRECT);
    assertThat(options.mailboxPerConnection()).isTrue();
    assertThat(options.overflowPolicy()).isEqualTo(OverflowPolicy.DROP);
    assertThat(options.versions()).containsExactly(ProtocolVersion.V00);
  }

  @Test
  void anExecutorMeansThatItIsUsed() {
    Executor executor = Runnable::run;
    ResourceOptions options =
        ResourceOptions.builder().listenerMode(ListenerMode.DIRECT).executor(executor).build();
    assertThat(options.executor()).isSameAs(executor);
    assertThat(options.listenerMode()).isEqualTo(ListenerMode.EXECUTOR);
  }

  @Test
  void versionsAreACopyThatCannotChange() {
    Set<ProtocolVersion> mine = EnumSet.of(ProtocolVersion.V13);
    Set<ProtocolVersion> kept = ResourceOptions.builder().versions(mine).build().versions();
    mine.add(ProtocolVersion.V00);
    assertThat(kept).containsExactly(ProtocolVersion.V13);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> kept.add(ProtocolVersion.V00));
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    ResourceOptions.Builder builder = ResourceOptions.builder();
    assertThatIllegalArgumentException().isThrownBy(() -> builder.versions(Set.of()));
    assertThatNullPointerException().isThrownBy(() -> builder.limits(null));
    assertThatNullPointerException().isThrownBy(() -> builder.origins(null));
    assertThatNullPointerException().isThrownBy(() -> builder.executor(null));
    assertThatNullPointerException().isThrownBy(() -> builder.listenerMode(null));
    assertThatNullPointerException().isThrownBy(() -> builder.overflowPolicy(null));
    builder.listenerMode(ListenerMode.OWN).mailboxPerConnection(true);
    assertThatIllegalArgumentException().isThrownBy(builder::build);
  }
}
