package org.drafthorse.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.drafthorse.Deflate;
import org.drafthorse.Limits;
import org.drafthorse.ListenerMode;
import org.drafthorse.OverflowPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.drafthorse.runtime.WebSocketRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings as text: what they mean, and which line says what is wrong with them. */
class FilterSettingsTest {

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "max-message-size   | abc    | a whole number below 2 Gi, perhaps followed by k or m, not abc",
        "max-message-size   | \"\"   | \"a whole number below 2 Gi, perhaps followed by k or m, not \"",
        "max-message-size   | 1K     | a whole number below 2 Gi, perhaps followed by k or m, not 1K",
        "max-message-size   | 4096m  | a whole number below 2 Gi, perhaps followed by k or m, not 4096m",
        "max-message-size   | 0      | maxMessageSize is at least 1, not 0",
        "max-frame-size     | -1     | maxFrameSize is at least 1, not -1",
        "max-fragments      | 0      | maxFragments is at least 1, not 0",
        "max-clients        | 0      | maxClients is at least 1, not 0",
        "max-pending-messages | 0    | maxPendingMessages is at least 1, not 0",
        "max-pending-tasks    | 0    | maxPendingTasks is at least 1, not 0",
        "max-pending-bytes  | 0      | maxPendingBytes is at least 1, not 0",
        "max-queued-bytes   | 0      | maxQueuedBytes is at least 1, not 0",
        "handshake-timeout  | 0      | handshakeTimeout must be more than zero: PT0S",
        "close-timeout      | -1s    | closeTimeout must be more than zero: PT-1S",
        "write-timeout      | 30     | a time such as 500ms, 30s, 10m or 0, not 30",
        "ping-interval      | 1 day  | a time such as 500ms, 30s, 10m or 0, not 1 day",
        "idle-timeout       | s      | a time such as 500ms, 30s, 10m or 0, not s",
        "idle-timeout       | 9000000000000000h | \"a time such as 500ms, 30s, 10m or 0, not 9000000000000000h\"",
        "idle-timeout       | 999999999h | at most 876000h, not 999999999h",
        "draft00-idle-timeout | -1m  | draft00IdleTimeout must not be negative: PT-1M",
        "versions           | 12     | 13, 8, 7 or 00, not 12",
        "versions           | 13;8   | 13, 8, 7 or 00, not 13;8",
        "listener           | thread | executor, direct or own, not thread",
        "mailbox            | both   | resource or connection, not both",
        "overflow           | block  | close or drop, not block",
        "deflate            | yes    | off, on or takeover, not yes",
        "deflate-threshold  | 0      | the threshold is at least 1, not 0",
        "origins            | any, none | any stands alone, or not at all",
        "origins            | example.com | not an origin (scheme://host or scheme://host:port, no slash behind): example.com",
        "unknown-path       | 403    | 404 or chain, not 403",
        "trusted-proxies    | nginx  | neither an IP address nor a range of them such as 10.0.0.0/8: nginx",
        "attributes         | \"a,,b\" | the name of a request attribute is blank",
        "max-message        | 1k     | there is no such setting, and the path of a resource begins with a slash",
        "echo               | com.example.Echo | there is no such setting, and the path of a resource begins with a slash",
        "/echo              | \"\"   | it names no class",
        "/echo              | ; listener=own | it names no class",
        "/echo              | a.B; listener=thread | listener: executor, direct or own, not thread",
        "/echo              | a.B; listener | name=value is expected, not listener",
        "/echo              | a.B; colour=red | colour: a resource has no such setting",
        "/echo              | a.B; unknown-path=404 | unknown-path: a resource has no such setting",
        "/echo              | a.B; overflow=drop; overflow=close | overflow is there twice",
        "/echo              | a.B; listener=own; mailbox=connection | listener and mailbox: an own listener drains one mailbox, not one each",
        "/echo              | a.B; ping-interval=2m | ping-interval has to be below idle-timeout: pingInterval PT2M is not below idleTimeout PT1M",
      })
  void aWrongSettingIsNamedInOneLine(String name, String value, String complaint) {
    assertThatThrownBy(() -> read(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("init parameter " + name + " of filter websocket: " + complaint);
  }

  @Test
  void settingsThatContradictEachOtherAreNamedWithoutAResourceToo() {
    assertThatThrownBy(() -> read(Map.of("ping-interval", "5m")))
        .hasMessage(
            "init parameters of filter websocket: ping-interval has to be below idle-timeout:"
                + " pingInterval PT5M is not below idleTimeout PT1M");
  }

  @Test
  void aNameThatIsThereTwiceButForBlanksIsRefused() {
    assertThatThrownBy(() -> read(Map.of("/echo", "a.B", " /echo ", "a.C")))
        .hasMessageEndingWith(" of filter websocket: it is there twice");
  }

  @Test
  void aResourcesOwnSettingsComeBeforeThoseForAll() {
    FilterSettings settings =
        read(
            Map.of(
                "/one", "a.One\n max-message-size = 2k \n\n listener=direct; mailbox=connection\n",
                " /two ", " a.Two ",
                "max-message-size", "1m",
                "overflow", "drop",
                "versions", "13",
                "max-clients", "5",
                "unknown-path", "chain"));
    assertThat(settings.paths()).containsExactlyInAnyOrder("/one", "/two");
    assertThat(settings.classOf("/one")).isEqualTo("a.One");
    assertThat(settings.classOf("/two")).isEqualTo("a.Two");
    ResourceOptions one = settings.optionsOf("/one");
    assertThat(one.limits().maxMessageSize()).isEqualTo(2048);
    assertThat(one.listenerMode()).isEqualTo(ListenerMode.DIRECT);
    assertThat(one.mailboxPerConnection()).isTrue();
    assertThat(one.overflowPolicy()).isEqualTo(OverflowPolicy.DROP);
    ResourceOptions two = settings.optionsOf("/two");
    assertThat(two.limits().maxMessageSize()).isEqualTo(1024 * 1024);
    assertThat(two.listenerMode()).isEqualTo(ListenerMode.EXECUTOR);
    assertThat(two.mailboxPerConnection()).isFalse();
    assertThat(two.overflowPolicy()).isEqualTo(OverflowPolicy.DROP);
    // Those of the filter are the runtime's.
    assertThat(two.versions()).isNull();
    assertThat(two.limits().maxClients()).isEqualTo(Limits.defaults().maxClients());
    assertThat(settings.unknownPath()).isEqualTo(UnknownPath.CHAIN);
  }

  @Test
  void everySettingOfAResourceIsTakenOver() {
    ResourceOptions options =
        read(Map.of(
                "/all",
                "a.B; deflate=takeover; deflate-threshold=2k; versions=8, 00; max-frame-size=1; max-message-size=2; max-fragments=3;"
                    + " max-clients=4; max-pending-messages=5; max-pending-bytes=6k;"
                    + " max-pending-tasks=7;"
                    + " max-queued-bytes=7k; handshake-timeout=1ms; close-timeout=2s;"
                    + " write-timeout=3m; ping-interval=0; idle-timeout=4h;"
                    + " draft00-idle-timeout=0"))
            .optionsOf("/all");
    Limits limits = options.limits();
    assertThat(options.deflate()).isEqualTo(new Deflate(true, 2048));
    assertThat(options.versions()).containsExactly(ProtocolVersion.V00, ProtocolVersion.V8);
    assertThat(limits.maxFrameSize()).isEqualTo(1);
    assertThat(limits.maxMessageSize()).isEqualTo(2);
    assertThat(limits.maxFragments()).isEqualTo(3);
    assertThat(limits.maxClients()).isEqualTo(4);
    assertThat(limits.maxPendingMessages()).isEqualTo(5);
    assertThat(limits.maxPendingTasks()).isEqualTo(7);
    assertThat(limits.maxPendingBytes()).isEqualTo(6 * 1024);
    assertThat(limits.maxQueuedBytes()).isEqualTo(7 * 1024);
    assertThat(limits.handshakeTimeout()).isEqualTo(Duration.ofMillis(1));
    assertThat(limits.closeTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(limits.writeTimeout()).isEqualTo(Duration.ofMinutes(3));
    assertThat(limits.pingInterval()).isZero();
    assertThat(limits.idleTimeout()).isEqualTo(Duration.ofHours(4));
    assertThat(limits.draft00IdleTimeout()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1, 10.0.0.0/8, ::1, fd00::/8"})
  void proxiesAndAttributesAreLists(String proxies) {
    assertThat(read(Map.of("trusted-proxies", proxies, "attributes", "a, b.c")).paths()).isEmpty();
  }

  private static FilterSettings read(Map<String, String> parameters) {
    return FilterSettings.read("websocket", parameters, WebSocketRuntime.builder());
  }
}
