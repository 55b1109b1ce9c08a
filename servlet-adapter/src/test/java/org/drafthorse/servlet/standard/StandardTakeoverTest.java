package org.drafthorse.servlet.standard;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletContext;
import java.lang.reflect.Proxy;
import org.drafthorse.Nullable;
import org.drafthorse.engine.Refusal;
import org.drafthorse.engine.RequestHead;
import org.drafthorse.runtime.WebSocketRuntime;
import org.junit.jupiter.api.Test;

/** What a container cannot take over is refused before anybody is asked. */
final class StandardTakeoverTest {

  private static @Nullable Refusal inability(String container, String... headers) {
    ServletContext context =
        (ServletContext)
            Proxy.newProxyInstance(
                StandardTakeoverTest.class.getClassLoader(),
                new Class<?>[] {ServletContext.class},
                (proxy, method, arguments) -> container);
    RequestHead head = RequestHead.builder().headers(headers).build();
    return new StandardTakeover(context, WebSocketRuntime.builder().build()).inability(head);
  }

  @Test
  void undertowTakesNoClientThatExpectsA100() {
    Refusal refusal = inability("Undertow - 2.3", "expect", "100-continue");
    assertThat(refusal).isNotNull();
    assertThat(refusal.status()).isEqualTo(417);
  }

  @Test
  void undertowTakesNoVersion00() {
    Refusal refusal = inability("Undertow - 2.3", "Sec-WebSocket-Key1", "1 2");
    assertThat(refusal).isNotNull();
    assertThat(refusal.status()).isEqualTo(501);
  }

  @Test
  void allElseIsTakenOver() {
    assertThat(inability("Undertow - 2.3", "Host", "a")).isNull();
    assertThat(inability("Apache Tomcat/10.1", "Expect", "100-continue", "Sec-WebSocket-Key1", "1"))
        .isNull();
  }
}
