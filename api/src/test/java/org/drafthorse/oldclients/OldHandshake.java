package org.drafthorse.oldclients;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.engine.RequestHead;

/**
 * The opening handshake of a client that people had, byte for byte, as a file of the directory
 * {@code clients} has it. The comment there names the client and the source.
 */
public final class OldHandshake {

  /** The names of the files. */
  public static final List<String> NAMES =
      List.of(
          "chrome-6",
          "chrome-14",
          "chrome-16",
          "chrome-18",
          "chrome-27",
          "firefox-4",
          "firefox-6",
          "firefox-7",
          "firefox-7-deflate-stream",
          "firefox-11",
          "firefox-46",
          "ios-4",
          "ios-5",
          "opera-11",
          "qt-4.8",
          "safari-5.0.1",
          "safari-5.1",
          "safari-5.1-file",
          "ws-0.4");

  /** What a client sends when its page is done. */
  public enum Closing {
    /** A close frame, with 1000 where the version has codes. */
    FRAME,
    /** A close frame without a code. */
    EMPTY,
    /** Nothing but the end of TCP. */
    TCP
  }

  private static final String CRLF = "\r\n";

  private final String name;
  private final Map<String, String> fields = new HashMap<>();
  private final List<String> lines = new ArrayList<>();

  private OldHandshake(String name, String file) {
    this.name = name;
    boolean inRequest = false;
    for (String line : file.split("\n", -1)) {
      if (inRequest && !line.isEmpty()) {
        lines.add(line);
      } else if (line.equals("request:")) {
        inRequest = true;
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        int colon = line.indexOf(": ");
        fields.put(line.substring(0, colon), line.substring(colon + 2));
      }
    }
  }

  /** All of them. */
  public static Stream<OldHandshake> all() {
    return NAMES.stream().map(OldHandshake::read);
  }

  private static OldHandshake read(String name) {
    try (InputStream in = OldHandshake.class.getResourceAsStream("/clients/" + name + ".txt")) {
      return new OldHandshake(name, new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The version that the client speaks. */
  public ProtocolVersion version() {
    int number = Integer.parseInt(field("version"));
    return Arrays.stream(ProtocolVersion.values())
        .filter(each -> each.number() == number)
        .findFirst()
        .orElseThrow();
  }

  /** The head of the request, with the empty line behind it. */
  public String head() {
    return String.join(CRLF, lines) + CRLF + CRLF;
  }

  /** The eight bytes behind the head in version 00; empty in others. */
  public byte[] key3() {
    return version() == ProtocolVersion.V00 ? hex("key3") : new byte[0];
  }

  /** All that the client sends before it has an answer. */
  public byte[] bytes() {
    byte[] head = head().getBytes(StandardCharsets.ISO_8859_1);
    byte[] key3 = key3();
    byte[] all = Arrays.copyOf(head, head.length + key3.length);
    System.arraycopy(key3, 0, all, head.length, key3.length);
    return all;
  }

  /** The sixteen bytes that a client of version 00 waits for. */
  public byte[] challengeAnswer() {
    return hex("answer");
  }

  /**
   * The lines that the client wants to see in the answer, and perhaps compares to the letter, in
   * the order in which the drafts have them.
   *
   * @param subprotocol that the server chooses, or an empty text
   */
  public List<String> answerLines(String subprotocol) {
    List<String> answer = new ArrayList<>();
    if (version() == ProtocolVersion.V00) {
      answer.add("Upgrade: WebSocket");
      answer.add("Connection: Upgrade");
      answer.add("Sec-WebSocket-Origin: " + header("Origin"));
      answer.add("Sec-WebSocket-Location: ws://" + header("Host") + target());
    } else {
      answer.add("Upgrade: websocket");
      answer.add("Connection: Upgrade");
      answer.add("Sec-WebSocket-Accept: " + field("answer"));
    }
    if (!subprotocol.isEmpty()) {
      answer.add("Sec-WebSocket-Protocol: " + subprotocol);
    }
    return answer;
  }

  /** How the client says goodbye. */
  public Closing closing() {
    return Closing.valueOf(field("closes").toUpperCase(Locale.ROOT));
  }

  /** The value of a header, or an empty text. */
  public String header(String header) {
    String start = header + ": ";
    return lines.stream()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .findFirst()
        .orElse("");
  }

  /** Path and query, as in the request line. */
  public String target() {
    return lines.get(0).split(" ", -1)[1];
  }

  /** The path alone. */
  public String path() {
    return target().split("\\?", 2)[0];
  }

  /** The head as a container would pass it on. */
  public RequestHead parsed() {
    String[] requestLine = lines.get(0).split(" ", -1);
    String[] target = target().split("\\?", 2);
    return RequestHead.builder()
        .method(requestLine[0])
        .protocol(requestLine[2])
        .target(target[0], target[0], target.length == 1 ? null : target[1])
        .headers(
            lines.stream()
                .skip(1)
                .flatMap(line -> Arrays.stream(line.split(": ", 2)))
                .toArray(String[]::new))
        .build();
  }

  private String field(String field) {
    String value = fields.get(field);
    if (value == null) {
      throw new IllegalStateException(name + " has no field " + field);
    }
    return value;
  }

  private byte[] hex(String field) {
    return HexFormat.ofDelimiter(" ").parseHex(field(field));
  }

  @Override
  public String toString() {
    return name;
  }
}
