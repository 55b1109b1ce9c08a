package org.drafthorse.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.drafthorse.ProtocolVersion;

/**
 * A client's opening handshake, right until a test changes it. Mutable; for version 00 with keys of
 * its own, that hide their numbers as the draft says.
 */
public final class Handshake {

  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  private static final List<ProtocolVersion> VERSIONS = List.of(ProtocolVersion.values());

  private final ProtocolVersion version;
  private final List<String> headers = new ArrayList<>();
  private String requestLine;
  private byte[] key3 = {};
  private byte[] expected = {};

  Handshake(ProtocolVersion version, String path, long seed) {
    this.version = version;
    requestLine = "GET " + path + " HTTP/1.1";
    with("Host", "127.0.0.1");
    with("Upgrade", version == ProtocolVersion.V00 ? "WebSocket" : "websocket");
    with("Connection", "Upgrade");
    with(version.originHeader(), "http://127.0.0.1");
    if (version == ProtocolVersion.V00) {
      draft00(new Random(seed));
    } else {
      with("Sec-WebSocket-Key", KEY);
      with("Sec-WebSocket-Version", Integer.toString(version.number()));
    }
  }

  /** Asks for that resource. */
  public Handshake(ProtocolVersion version, String path) {
    this(version, path, 1);
  }

  /** Each version every fourth time. */
  static ProtocolVersion versionInTurn(int turn) {
    return VERSIONS.get(turn % VERSIONS.size());
  }

  static byte[] request(ProtocolVersion version, String path) {
    return new Handshake(version, path).bytes();
  }

  Handshake requestLine(String line) {
    requestLine = line;
    return this;
  }

  /** Adds a header. */
  public Handshake with(String name, String value) {
    headers.add(name + ": " + value);
    return this;
  }

  /** Takes a header away. */
  public Handshake without(String name) {
    headers.removeIf(each -> each.regionMatches(true, 0, name + ":", 0, name.length() + 1));
    return this;
  }

  /** Sends the header of that name twice, with the same value. */
  Handshake doubled(String name) {
    String line = headers.stream().filter(h -> h.startsWith(name + ":")).findFirst().orElseThrow();
    headers.add(line);
    return this;
  }

  /** Replaces the eight bytes behind the head, and with them the answer to expect. */
  Handshake withKey3(byte[] bytes) {
    key3 = bytes.clone();
    byte[] numbers = Arrays.copyOf(expected, 8);
    expected = Frames.concat(numbers, key3);
    return this;
  }

  String head() {
    return requestLine + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
  }

  byte[] key3() {
    return key3.clone();
  }

  /** The request. */
  public byte[] bytes() {
    return Frames.concat(head().getBytes(StandardCharsets.ISO_8859_1), key3);
  }

  /** Reads and checks what follows the head of the answer. */
  void check(WireSocket socket) throws IOException {
    if (version == ProtocolVersion.V00 && !Arrays.equals(socket.read(16), md5(expected))) {
      throw new AssertionError("the answer to the challenge is wrong");
    }
  }

  private void draft00(Random random) {
    int number1 = with00Key("Sec-WebSocket-Key1", random);
    int number2 = with00Key("Sec-WebSocket-Key2", random);
    expected = ByteBuffer.allocate(8).putInt(number1).putInt(number2).array();
    byte[] bytes = new byte[8];
    random.nextBytes(bytes);
    withKey3(bytes);
  }

  /** Draft 00, section 4.1, steps 16 to 22, with the noise in other places. */
  private int with00Key(String name, Random random) {
    int spaces = 1 + random.nextInt(12);
    int number = random.nextInt(Integer.MAX_VALUE / spaces);
    StringBuilder key = new StringBuilder("k" + number * spaces);
    for (int i = 0; i < 1 + random.nextInt(12); i++) {
      key.insert(random.nextInt(key.length() + 1), (char) ('a' + random.nextInt(26)));
    }
    // Not at the ends, where HTTP would strip them.
    for (int i = 0; i < spaces; i++) {
      key.insert(1 + random.nextInt(key.length() - 1), ' ');
    }
    with(name, "x" + key + "x");
    return number;
  }

  private static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
