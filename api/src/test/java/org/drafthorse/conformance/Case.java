package org.drafthorse.conformance;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ProtocolVersion.WireFormat;
import org.drafthorse.engine.ClientFrames;

/**
 * What a client sends to a resource that {@linkplain EchoResource echoes}, from the end of its
 * handshake to the end of the connection, and all that it has to get: the one thing to be tested on
 * every transport.
 *
 * @param section of which text, such as {@code RFC 6455, 5.5.1}
 * @param deflate whether permessage-deflate was agreed on
 * @param sent by version
 * @param expected as {@link Transcript} writes it, by version
 */
public record Case(
    String section,
    String name,
    Set<ProtocolVersion> versions,
    boolean deflate,
    Function<ProtocolVersion, byte[]> sent,
    Function<ProtocolVersion, List<String>> expected) {

  static final Set<ProtocolVersion> FRAMED =
      EnumSet.of(ProtocolVersion.V13, ProtocolVersion.V8, ProtocolVersion.V7);
  static final Set<ProtocolVersion> DRAFT_00 = EnumSet.of(ProtocolVersion.V00);

  private static final byte[] CLOSE = ClientFrames.close(1000, "");

  /** All of it is answered like that, and the client closes. */
  static Case ok(String section, String name, byte[] sent, String... answers) {
    return new Case(
        section,
        name,
        FRAMED,
        false,
        version -> ClientFrames.concat(sent, CLOSE),
        version -> with(answers, "close 1000", "end"));
  }

  /** The server closes with that code, after it has answered like that. */
  static Case fails(String section, String name, int code, byte[] sent, String... answers) {
    return new Case(
        section, name, FRAMED, false, version -> sent, v -> with(answers, "close " + code, "end"));
  }

  /** Texts that every version can send. */
  static Case texts(String section, String name, String... texts) {
    return new Case(
        section,
        name,
        EnumSet.allOf(ProtocolVersion.class),
        false,
        version ->
            ClientFrames.concat(
                ClientFrames.concat(
                    Arrays.stream(texts)
                        .map(each -> ClientFrames.text(version, each))
                        .toArray(byte[][]::new)),
                ClientFrames.close(version)),
        version ->
            with(
                Arrays.stream(texts).map(Transcript::text).toArray(String[]::new), "close", "end"));
  }

  /** A text message of such bytes, which every version refuses, each as it can. */
  static Case badText(String section, String name, int code, byte[] payload) {
    return new Case(
        section,
        name,
        EnumSet.allOf(ProtocolVersion.class),
        false,
        version -> ClientFrames.text(version, payload),
        version -> List.of(isFramed(version) ? "close " + code : "close", "end"));
  }

  /** Bytes of version 00 upon which the server closes, after it has answered like that. */
  static Case draft00(String section, String name, byte[] sent, String... answers) {
    return new Case(
        section, name, DRAFT_00, false, version -> sent, v -> with(answers, "close", "end"));
  }

  /** The same for clients that have agreed on permessage-deflate. */
  Case deflated() {
    return new Case(section, name, FRAMED, true, sent, expected);
  }

  /** Whether the client sends more behind its own close frame, which may find nobody. */
  public boolean goesOnBehindClose(ProtocolVersion version) {
    byte[] all = sent.apply(version);
    byte[] close = isFramed(version) ? CLOSE : ClientFrames.close(version);
    for (int at = 0; at + close.length < all.length; at++) {
      if (Arrays.equals(all, at, at + close.length, close, 0, close.length)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isFramed(ProtocolVersion version) {
    return version.wireFormat() == WireFormat.HYBI;
  }

  private static List<String> with(String[] answers, String... more) {
    return Stream.concat(Arrays.stream(answers), Arrays.stream(more)).toList();
  }

  @Override
  public String toString() {
    return section + ": " + name + (deflate ? ", deflated" : "");
  }
}
