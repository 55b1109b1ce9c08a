package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.drafthorse.CloseStatus;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ProtocolVersion.Feature;
import org.drafthorse.programs.LeavingOut;
import org.drafthorse.programs.ProgramUser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;

/**
 * What every client meets, whoever wrote it, whichever version it speaks, wherever the callbacks
 * run, and whatever carries the bytes: each server and container has a test that extends this one
 * and says in which {@link Way ways} clients come to it.
 */
@ExtendWith({LeavingOut.class, ContractRecords.class})
@Timeout(60)
abstract class ClientContract implements ProgramUser {

  private static final int MIB = 1024 * 1024;

  private static final AtomicInteger IDS = new AtomicInteger();
  private static ClientKind.Machinery machinery;

  private final List<WireClient> clients = new ArrayList<>();

  @Parameter Way way;

  private String id;

  @Override
  public final List<String> programs() {
    return way.place().programs();
  }

  @BeforeAll
  static void startClients() throws Exception {
    machinery = new ClientKind.Machinery();
  }

  @AfterAll
  static void stopClients() {
    machinery.close();
  }

  @BeforeEach
  void takeAnId() {
    id = "id=" + IDS.incrementAndGet();
  }

  @AfterEach
  void disconnect() {
    clients.forEach(WireClient::close);
    Await.until("all clients are gone", () -> way.place().clientCount() == 0);
  }

  @Test
  void theServerKnowsTheVersionThatTheClientSpeaks() throws Exception {
    WireClient client = connect();
    client.sendText("!version");
    assertThat(client.next()).isEqualTo(way.client().version().name());
  }

  @Test
  void textOfEveryLengthFormComesBack() throws Exception {
    WireClient client = connect();
    for (int size : new int[] {0, 1, 125, 126, 65_535, 65_536, MIB}) {
      String text = "x".repeat(size);
      client.sendText(text);
      assertComesBack(client, text);
    }
  }

  @Test
  void textOfAllPlanesComesBack() throws Exception {
    WireClient client = connect();
    StringBuilder all = new StringBuilder();
    for (int plane = 0; plane <= 16; plane++) {
      for (int offset : new int[] {0x0001, 0x07FF, 0x0800, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF}) {
        all.appendCodePoint(plane << 16 | offset);
      }
    }
    client.sendText(all.toString());
    assertThat(client.next()).isEqualTo(all.toString());
  }

  @Test
  void textOfThreeBytesACharacterComesBackWhereverTheNetworkSplitsIt() throws Exception {
    WireClient client = connect();
    String text = "\u20AC".repeat(300_000);
    client.sendText(text);
    assertComesBack(client, text);
  }

  @Test
  void binaryOfEveryLengthFormComesBackOrIsRefusedByTheVersion() throws Exception {
    WireClient client = connect();
    if (!way.client().version().supports(Feature.BINARY)) {
      client.sendText("!binary");
      assertThat(client.next()).isEqualTo("UNSUPPORTED");
      return;
    }
    for (int size : new int[] {0, 1, 125, 126, 65_535, 65_536, MIB}) {
      byte[] data = new byte[size];
      new Random(size).nextBytes(data);
      client.sendBinary(data);
      assertThat(client.next()).as("%s bytes", size).isEqualTo(ByteBuffer.wrap(data));
    }
  }

  @Test
  void manyMessagesComeBackInOrder() throws Exception {
    WireClient client = connect();
    for (int i = 0; i < 300; i++) {
      client.sendText("message " + i);
    }
    for (int i = 0; i < 300; i++) {
      assertThat(client.next()).isEqualTo("message " + i);
    }
  }

  @Test
  void fragmentsArriveAsOneMessage() throws Exception {
    WireClient client = connect();
    if (way.client().version().supports(Feature.FRAGMENTS)) {
      client.sendFragments(List.of("one, ", "", "tw\u00F6, ", "\uD83D\uDC0E"));
      assertThat(client.next()).isEqualTo("one, tw\u00F6, \uD83D\uDC0E");
    }
    client.sendText("!fragments 3 tw\u00F6 \uD83D\uDC0E\uD83D\uDC0E horses");
    assertThat(client.next()).isEqualTo("tw\u00F6 \uD83D\uDC0E\uD83D\uDC0E horses");
  }

  @Test
  void aPingOfTheClientIsAnsweredWithItsOwnData() throws Exception {
    WireClient client = connect();
    if (way.client().version().supports(Feature.PING)) {
      byte[] data = "x".repeat(125).getBytes(StandardCharsets.UTF_8);
      client.sendPing(data);
      assertThat(client.next()).isEqualTo(new WireClient.Pong(ByteBuffer.wrap(data)));
    }
  }

  @Test
  void aPingOfTheServerComesBackAsOnPong() throws Exception {
    WireClient client = connect();
    client.sendText("!ping hello");
    if (way.client().version().supports(Feature.PING)) {
      assertThat(List.of(client.next(), client.next())).contains("SENT", "pong hello");
    } else {
      assertThat(client.next()).isEqualTo("UNSUPPORTED");
    }
  }

  @Test
  void aCloseOfTheClientIsEchoedAndReportedWithCodeAndReason() throws Exception {
    WireClient client = connect();
    client.sendText("last words");
    client.startClose(4001, "tired \u2713");
    assertThat(client.next()).isEqualTo("last words");
    boolean hasCodes = way.client().version().supports(Feature.CLOSE_STATUS);
    assertThat(client.awaitClosed().code()).isEqualTo(hasCodes ? 4001 : 1005);
    CloseStatus expected = hasCodes ? new CloseStatus(4001, "tired \u2713") : CloseStatus.NO_STATUS;
    assertThat(way.place().awaitClose(id)).isEqualTo(expected);
  }

  @Test
  void aCloseOfTheServerArrivesBehindWhatWasSentAndIsReportedOnce() throws Exception {
    WireClient client = connect();
    client.sendText("!close 4321 go home \u2713");
    assertThat(client.next()).isEqualTo("before the close");
    boolean hasCodes = way.client().version().supports(Feature.CLOSE_STATUS);
    CloseStatus expected =
        hasCodes ? new CloseStatus(4321, "go home \u2713") : CloseStatus.NO_STATUS;
    assertThat(client.awaitClosed()).isEqualTo(expected);
    // Of the answer that the server is told, the code: the JDK's client leaves out the reason.
    assertThat(way.place().awaitClose(id).code()).isEqualTo(expected.code());
    assertThat(way.place().closeCount(id)).isEqualTo(1);
  }

  @Test
  void aHandlerThatThrowsClosesItsConnectionWith1011() throws Exception {
    WireClient client = connect();
    client.sendText("!fail");
    boolean hasCodes = way.client().version().supports(Feature.CLOSE_STATUS);
    CloseStatus expected = hasCodes ? CloseStatus.INTERNAL_ERROR : CloseStatus.NO_STATUS;
    assertThat(client.awaitClosed()).isEqualTo(expected);
    assertThat(way.place().awaitClose(id)).isEqualTo(CloseStatus.INTERNAL_ERROR);
  }

  @Test
  void aClientThatIsRejectedWhenItOpensGetsTheReason() throws Exception {
    id = "reject";
    WireClient client = connect();
    boolean hasCodes = way.client().version().supports(Feature.CLOSE_STATUS);
    CloseStatus expected = hasCodes ? new CloseStatus(4003, "not you") : CloseStatus.NO_STATUS;
    assertThat(client.awaitClosed()).isEqualTo(expected);
    assertThat(client.hasMore()).isFalse();
  }

  @Test
  void aConnectionThatIsCutIsReportedAs1006() throws Exception {
    WireClient client = connect();
    // The answer shows that the server has opened the connection, which the 101 alone does not.
    client.sendText("open?");
    assertThat(client.next()).isEqualTo("open?");
    client.close();
    assertThat(way.place().awaitClose(id)).isEqualTo(CloseStatus.ABNORMAL);
  }

  @Test
  void theSubprotocolIsTheServersChoiceAmongTheOffered() throws Exception {
    WireClient client =
        connect(new WireClient.Wish(uri("/" + way.mode()), List.of("chat.v1", "chat.v2"), null));
    assertThat(client.subprotocol()).isEqualTo("chat.v2");
  }

  @Test
  void aRefusedOriginIs403AndTheServersOwnIsLetIn() throws Exception {
    URI uri = uri("/same-host");
    assertThat(refusal(new WireClient.Wish(uri, List.of(), "http://evil.example"))).isEqualTo(403);
    String own =
        (way.carrier().isSecure() ? "https" : "http") + "://" + uri.getHost() + ":" + uri.getPort();
    WireClient client = connect(new WireClient.Wish(uri, List.of(), own));
    client.sendText("hello");
    assertThat(client.next()).isEqualTo("hello");
  }

  @Test
  void anUnknownPathIs404() {
    assertThat(refusal(new WireClient.Wish(uri("/nowhere")))).isEqualTo(404);
  }

  @Test
  void aVersionThatIsNotEnabledIs426() {
    boolean speaks13 = way.client().version() == ProtocolVersion.V13;
    assertThat(refusal(new WireClient.Wish(uri(speaks13 ? "/8" : "/13")))).isEqualTo(426);
  }

  /** Says less than a megabyte when it fails. */
  private static void assertComesBack(WireClient client, String text) {
    Object next = client.next();
    assertThat(next.equals(text)).as("%s characters came back", text.length()).isTrue();
  }

  private URI uri(String path) {
    return way.place().uri(way.carrier(), path + "?" + id);
  }

  private WireClient connect() throws WireClient.Refused {
    return connect(new WireClient.Wish(uri("/" + way.mode())));
  }

  private WireClient connect(WireClient.Wish wish) throws WireClient.Refused {
    WireClient client = way.client().connect(machinery, wish);
    clients.add(client);
    return client;
  }

  private int refusal(WireClient.Wish wish) {
    return catchThrowableOfType(WireClient.Refused.class, () -> connect(wish)).status();
  }
}
