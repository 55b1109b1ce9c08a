package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A callback that throws ends its connection with 1011, and nothing else. */
class FailingCallbacksTest {

  private static final String SECRET = "text of the exception";

  static Stream<Arguments> callbacks() {
    return Stream.of(Setup.values())
        .flatMap(
            setup ->
                Stream.of("open", "text", "binary", "pong")
                    .flatMap(
                        callback ->
                            Stream.of(
                                    new IllegalStateException(SECRET),
                                    new StackOverflowError(SECRET))
                                .map(error -> Arguments.of(setup, callback, error))));
  }

  @ParameterizedTest
  @MethodSource("callbacks")
  void aCallbackThatThrowsClosesItsConnectionAlone(Setup setup, String callback, Throwable error) {
    RecordingResource resource = new RecordingResource();
    resource.on("text", (c, text) -> c.sendText("re " + text));
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, setup);
      FakeClient good = server.connect("/it");
      good.text("0");
      Await.until("an answer", () -> good.received().contains("1 re 0"));
      resource.on(callback, (c, text) -> failFor(c, good, error));
      FakeClient bad = server.connect("/it");
      bad.text("1").binary(new byte[1]).pong("3").text("4");
      resource.await("error");
      Await.until("close frame", () -> bad.received().contains("close 1011"));
      bad.text("5").close(1011);
      resource.await("close 1011");
      good.text("6").close(1000);
      resource.await("close 1000");
      server.awaitNothingHeld();

      assertThat(resource.errors()).containsExactly(error);
      assertThat(resource.events()).doesNotContain("text 4", "text 5").contains("text 6");
      assertThat(new String(bad.transport().bytes(), StandardCharsets.ISO_8859_1))
          .doesNotContain(SECRET);
    }
  }

  @ParameterizedTest
  @EnumSource
  void onCloseThatThrowsIsReportedAndLosesNothing(Setup setup) {
    RecordingResource resource = new RecordingResource();
    Error error = new AssertionError("onClose");
    resource.on(
        "close",
        (c, code) -> {
          throw error;
        });
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, setup);
      FakeClient client = server.connect("/it");
      client.close(1000);
      resource.await("error");
      server.awaitNothingHeld();
      assertThat(resource.events()).containsExactly("open", "close 1000", "error");
      assertThat(client.received()).containsExactly("close 1000");
    }
  }

  @ParameterizedTest
  @EnumSource
  void onErrorThatThrowsIsLoggedAndTheResourceGoesOn(Setup setup) {
    RecordingResource resource = new RecordingResource();
    resource.on("error", (c, none) -> fail("onError"));
    resource.on("text", (c, none) -> fail("onText"));
    try (LogCapture log = new LogCapture("org.drafthorse.runtime");
        TestServer server = new TestServer()) {
      server.register("/it", resource, setup);
      server.connect("/it").text("1").close(1011);
      resource.await("close 1011");
      server.connect("/it").text("2").close(1011);
      Await.until("a second error", () -> resource.errors().size() == 2);
      Await.until(
          "two lines",
          () -> log.lines().stream().filter(each -> each.contains("onError failed")).count() == 2);
      server.awaitNothingHeld();
    }
  }

  @Test
  void aCallbackThatThrowsAfterItClosedDropsWhatWasNotHandled() {
    RecordingResource resource = new RecordingResource();
    resource.on(
        "text",
        (c, text) -> {
          c.close();
          fail(text);
        });
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      server.connect("/it").text("1").text("2").close(1000);
      assertThat(resource.events()).containsExactly("open", "text 1", "error", "close 1000");
    }
  }

  @Test
  void theDefaultOnErrorLogsTheStackTraceAndNoWordOfThePeer() {
    WebSocketResource resource =
        new WebSocketResource() {
          @Override
          public void onText(WebSocketConnection connection, String text) {
            fail("handler");
          }
        };
    try (LogCapture log = new LogCapture(WebSocketResource.class.getName());
        TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      server.connect("/it", ProtocolVersion.V8, FakeTransport.Mode.INLINE).text("peer's word");
      assertThat(log.lines()).hasSize(1);
      assertThat(log.lines().get(0))
          .contains("/it 127.0.0.1:4711 v8")
          .doesNotContain("peer's word");
    }
  }

  private static void failFor(WebSocketConnection connection, FakeClient good, Throwable error) {
    if (connection == good.connection()) {
      return;
    }
    if (error instanceof Error fatal) {
      throw fatal;
    }
    throw (RuntimeException) error;
  }

  private static void fail(String why) {
    throw new IllegalStateException(why);
  }
}
