package org.drafthorse.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Heads that come byte by byte, each early enough for a timeout that every byte starts anew. */
@ParameterizedClass
@EnumSource
@Timeout(60)
class HeadTimeoutTest {

  /** What the port speaks, and what the client does. */
  enum Speech {
    HTTP_1(false, false),
    HTTP_1_BESIDE_2(false, true),
    HTTP_1_OVER_TLS(true, false),
    HTTP_1_OVER_TLS_BESIDE_2(true, true),
    HTTP_2(false, true),
    HTTP_2_OVER_TLS(true, true);

    private final boolean tls;
    private final boolean http2;

    Speech(boolean tls, boolean http2) {
      this.tls = tls;
      this.http2 = http2;
    }

    private boolean isHttp2() {
      return name().startsWith("HTTP_2");
    }
  }

  private static final Duration LIMIT = Duration.ofMillis(600);
  private static final Duration LATEST = Duration.ofSeconds(3);
  private static final int BIG = 32 * 1024 * 1024;

  private static final String SETTINGS = Http2Words.frame(4, 0, 0, "\0\3\0\0\0\144".repeat(9));
  private static final String PING = Http2Words.frame(6, 0, 0, "horsecar");

  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

  /** A minute's worth. */
  private static final String LONG_HEAD = "GET / HTTP/1.1\r\nCart: " + "x".repeat(2000);

  @Parameter private Speech speech;

  private WebSocketServer server;
  private SlowSocket tcp;

  @BeforeEach
  void start() throws Exception {
    serve(LIMIT);
  }

  private void serve(Duration limit) throws Exception {
    WebSocketServer.Builder builder =
        WebSocketServer.builder()
            .resource("/echo", new EchoResource())
            .pages(
                Map.of("/", StaticPage.ofText("hello"), "/big", StaticPage.ofText("x".repeat(BIG))))
            .http2(speech.http2)
            .headTimeout(limit);
    if (speech.tls) {
      builder.tls(TestKeys.store(), TestKeys.PASSWORD);
    }
    server = builder.build();
    server.start();
    tcp = new SlowSocket(server.port());
  }

  @AfterEach
  void stop() throws IOException {
    tcp.close();
    server.stop();
  }

  @Test
  void whoSaysNothingIsCutWhenTheTimeIsUp() throws Exception {
    long begin = System.nanoTime();
    awaitEnd(tcp);
    assertCutInTime(begin);
  }

  @Test
  void theFirstHeadIsCutThoughItsBytesKeepComing() throws Exception {
    long begin = System.nanoTime();
    tcp.slow();
    sendUntilCut(
        () -> send(socket(), speech.isHttp2() ? Http2Words.PREFACE + SETTINGS : LONG_HEAD));
    assertCutInTime(begin);
  }

  @Test
  void aHeadBehindTheHandshakeOrThePrefaceIsCutTheSameWay() throws Exception {
    Socket socket = socket();
    if (speech.isHttp2()) {
      send(socket, Http2Words.PREFACE);
    }
    long begin = System.nanoTime();
    tcp.slow();
    sendUntilCut(() -> send(socket, speech.isHttp2() ? SETTINGS : LONG_HEAD));
    assertCutInTime(begin);
  }

  @Test
  void aHandshakeOrAPrefaceDoesNotStartTheTimeAnew() throws Exception {
    stop();
    serve(LIMIT.multipliedBy(4));
    long begin = System.nanoTime();
    pause(LIMIT.multipliedBy(3));
    Socket socket = socket();
    if (speech.isHttp2()) {
      send(socket, Http2Words.PREFACE);
    }
    awaitEnd(socket);
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(LIMIT.multipliedBy(3), LIMIT.multipliedBy(6));
  }

  @Test
  void aLaterHeadHasItsTimeFromItsFirstByteOn() throws Exception {
    Socket socket = established();
    pause(LIMIT.multipliedBy(2));
    long begin = System.nanoTime();
    tcp.slow();
    sendUntilCut(
        () ->
            send(
                socket,
                speech.isHttp2() ? Http2Words.request(5, speech.tls, "GET", "/") : LONG_HEAD));
    assertThat(System.nanoTime() - begin).isGreaterThan(LIMIT.toNanos());
    assertCutInTime(begin);
  }

  @Test
  void connectionsThatWaitForTheNextRequestAreLeftAlone() throws Exception {
    Socket socket = established();
    pause(LIMIT.multipliedBy(3));
    talk(socket);
  }

  @Test
  void anAnswerThatIsReadSlowlyIsLeftAlone() throws Exception {
    Socket socket = established();
    InputStream in = socket.getInputStream();
    send(
        socket,
        speech.isHttp2()
            ? Http2Words.request(5, speech.tls, "GET", "/big")
            : REQUEST.replace("/ ", "/big "));
    pause(LIMIT.multipliedBy(3));
    if (speech.isHttp2()) {
      // All that the window lets through, and then the answer to what came meanwhile.
      tcp.slow();
      talk(socket);
    } else {
      readHead(in);
      assertThat(in.readNBytes(BIG + 1)).hasSize(BIG + 1);
      talk(socket);
    }
  }

  @Test
  void framesOfAnOpenWebSocketMayComeAsSlowlyAsTheyLike() throws Exception {
    Socket socket = established();
    InputStream in = socket.getInputStream();
    String text = "x".repeat(30);
    String frame = "\201" + (char) (0x80 | text.length()) + "\0\0\0\0" + text;
    if (speech.isHttp2()) {
      String more =
          Http2Words.literal(":protocol", "websocket")
              + Http2Words.literal("sec-websocket-version", "13");
      send(socket, Http2Words.request(4, speech.tls, "CONNECT", "/echo", more));
      tcp.slow();
      send(socket, Http2Words.frame(0, 0, 1, frame));
      assertThat(Http2Words.awaitFrame(in, "\0\0")).endsWith(text);
    } else {
      send(socket, RawClient.upgrade("/echo", "13"));
      assertThat(readHead(in)).startsWith("HTTP/1.1 101 ");
      tcp.slow();
      send(socket, frame);
      assertThat(new String(in.readNBytes(32), StandardCharsets.ISO_8859_1)).endsWith(text);
    }
  }

  private interface Sending {
    void run() throws IOException;
  }

  /** Reads too, so that the end is seen whichever way it comes. */
  private void sendUntilCut(Sending sending) throws Exception {
    try {
      sending.run();
      awaitEnd(tcp);
    } catch (IOException e) {
      assertThat(e).as("cut, not late").isNotInstanceOf(java.net.SocketTimeoutException.class);
    }
  }

  private static void assertCutInTime(long begin) {
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(LIMIT.minusMillis(300), LATEST);
  }

  private static void awaitEnd(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    while (in.read() >= 0) {
      // What the server says of its own accord.
    }
  }

  /** With TLS, if that is spoken, whose handshake is done. */
  private Socket socket() throws IOException {
    if (!speech.tls) {
      return tcp;
    }
    try {
      SSLSocket socket =
          (SSLSocket)
              TestKeys.trust()
                  .getSocketFactory()
                  .createSocket(tcp, "localhost", tcp.getPort(), true);
      if (speech.http2) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {speech.isHttp2() ? "h2" : "http/1.1"});
        socket.setSSLParameters(parameters);
      }
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A connection on which something was said and answered. */
  private Socket established() throws IOException {
    Socket socket = socket();
    if (speech.isHttp2()) {
      send(socket, Http2Words.PREFACE + SETTINGS);
    }
    talk(socket);
    return socket;
  }

  private void talk(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    if (speech.isHttp2()) {
      send(socket, PING);
      assertThat(Http2Words.awaitFrame(in, "\6\1")).endsWith("horsecar");
    } else {
      send(socket, REQUEST);
      assertThat(readHead(in)).startsWith("HTTP/1.1 200 ");
      assertThat(in.readNBytes(6)).hasSize(6);
    }
  }

  private static void send(Socket socket, String latin1) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(latin1.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static String readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      assertThat(next).as(head.toString()).isNotNegative();
      head.append((char) next);
    }
    return head.toString();
  }

  private static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
