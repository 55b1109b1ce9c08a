package org.drafthorse.conformance;

import static org.drafthorse.engine.ClientFrames.close;
import static org.drafthorse.engine.ClientFrames.concat;
import static org.drafthorse.engine.ClientFrames.frame;
import static org.drafthorse.engine.ClientFrames.hex;
import static org.drafthorse.engine.ClientFrames.ping;
import static org.drafthorse.engine.ClientFrames.text;
import static org.drafthorse.engine.ClientFrames.utf8;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.engine.Opcode;

/** The closing handshake, its codes and reasons. */
final class CloseCases {

  private static final String CLOSE = "RFC 6455, 5.5.1";
  private static final String CLOSING = "RFC 6455, 7.1";
  private static final String CODES = "RFC 6455, 7.4";
  private static final int LONGEST_REASON = 123;

  private static final int[] ALLOWED = {
    1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999
  };

  private static final int[] FORBIDDEN = {
    0, 1, 999, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 9999, 65_535
  };

  private CloseCases() {}

  static List<Case> all() {
    List<Case> all = new ArrayList<>();
    frames(all);
    codes(all);
    behind(all);
    return all;
  }

  /** The client's close frame is answered by that, and TCP ends. */
  private static Case closes(String section, String name, byte[] sent, String... expected) {
    List<String> all = new ArrayList<>(List.of(expected));
    all.add("end");
    return new Case(section, name, Case.FRAMED, false, version -> sent, version -> all);
  }

  private static void frames(List<Case> all) {
    all.add(closes(CLOSE, "no payload", close(), "close"));
    all.add(closes(CLOSE, "a code", close(1000, ""), "close 1000"));
    all.add(closes(CLOSE, "a code and a reason", close(1000, "Goodbye"), "close 1000"));
    String longest = "*".repeat(LONGEST_REASON);
    all.add(closes(CLOSE, "a reason of 123 bytes", close(1000, longest), "close 1000"));
    all.add(closes(CLOSE, "a reason of 124 bytes", close(1000, longest + "*"), "close 1002"));
    all.add(closes(CLOSE, "half a code", close((byte) 3), "close 1002"));
    all.add(closes(CLOSE, "reason beyond ASCII", close(1000, "\u03BA\u1F79"), "close 1000"));
    all.add(
        closes(
            CLOSE,
            "a reason that is not UTF-8",
            close(concat(hex("03e8"), hex("ed a0 80"))),
            "close 1007"));
    all.add(
        closes(
            CLOSE,
            "a reason that ends in the middle of a character",
            close(concat(hex("03e8"), hex("61 c3"))),
            "close 1007"));
  }

  private static void codes(List<Case> all) {
    for (int code : ALLOWED) {
      all.add(closes(CODES, "code " + code, close(code, ""), "close " + code));
    }
    for (int code : FORBIDDEN) {
      all.add(closes(CODES, "code " + code, close(code, ""), "close 1002"));
      all.add(closes(CODES, "code " + code + " and a reason", close(code, "why"), "close 1002"));
    }
    Set<ProtocolVersion> drafts = EnumSet.of(ProtocolVersion.V7, ProtocolVersion.V8);
    // In the drafts it meant a frame that is too large; we may not send what the RFC reserves.
    all.add(
        new Case(
            "draft 10, 7.4.1",
            "code 1004",
            drafts,
            false,
            version -> close(1004, ""),
            version -> List.of("close", "end")));
    all.add(
        new Case(
            CODES,
            "code 1004",
            EnumSet.of(ProtocolVersion.V13),
            false,
            version -> close(1004, ""),
            version -> List.of("close 1002", "end")));
  }

  private static void behind(List<Case> all) {
    byte[] bye = close(1000, "");
    all.add(closes(CLOSING, "a text behind it", concat(bye, text("late")), "close 1000"));
    all.add(closes(CLOSING, "a ping behind it", concat(bye, ping((byte) 1)), "close 1000"));
    all.add(closes(CLOSING, "a second one behind it", concat(bye, bye), "close 1000"));
    all.add(
        closes(
            CLOSING,
            "a frame against all rules behind it",
            concat(bye, hex("ff ff")),
            "close 1000"));
    all.add(
        closes(
            CLOSING,
            "a text in front of it is answered first",
            concat(text("last"), bye),
            "text last",
            "close 1000"));
    all.add(
        closes(
            CLOSING,
            "a message that was begun is dropped",
            concat(frame(Opcode.TEXT, utf8("begun")), bye, text("late")),
            "close 1000"));
    byte[] large = text("x".repeat(65_536));
    all.add(
        closes(
            CLOSING,
            "a large text in front of it arrives whole",
            concat(large, bye),
            Transcript.text("x".repeat(65_536)),
            "close 1000"));
  }
}
