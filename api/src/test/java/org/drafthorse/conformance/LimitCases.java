package org.drafthorse.conformance;

import static org.drafthorse.engine.ClientFrames.FIN;
import static org.drafthorse.engine.ClientFrames.concat;
import static org.drafthorse.engine.ClientFrames.frame;
import static org.drafthorse.engine.ClientFrames.head;
import static org.drafthorse.engine.ClientFrames.hex;
import static org.drafthorse.engine.ClientFrames.pong;
import static org.drafthorse.engine.ClientFrames.utf8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.drafthorse.engine.Opcode;

/** Frames and messages above the limits, at the first byte that says so; defaults are in force. */
final class LimitCases {

  private static final String SECTION = "RFC 6455, 10.4";
  private static final int MOST = 64 * 1024;
  private static final int MOST_FRAGMENTS = 1024;

  private LimitCases() {}

  static List<Case> all() {
    List<Case> all = new ArrayList<>();
    frames(all);
    for (int opcode : new int[] {Opcode.TEXT, Opcode.BINARY}) {
      messages(all, opcode);
    }
    sums(all);
    fragments(all);
    return all;
  }

  private static void frames(List<Case> all) {
    for (int opcode : new int[] {Opcode.TEXT, Opcode.BINARY}) {
      for (long length : new long[] {MOST + 1, 1 << 24, 1L << 32, 1L << 40, Long.MAX_VALUE}) {
        all.add(
            Case.fails(
                SECTION,
                "a frame of opcode " + opcode + " that would be of " + length + " bytes",
                1009,
                head(FIN | opcode, length)));
      }
    }
    byte[] without = Arrays.copyOf(head(FIN | Opcode.TEXT, MOST + 1), 10);
    all.add(Case.fails(SECTION, "the length of such a frame, without its key", 1009, without));
    all.add(
        Case.badText(
            SECTION, "a text of one byte more than may be", 1009, utf8("x".repeat(MOST + 1))));
  }

  private static void messages(List<Case> all, int opcode) {
    boolean text = opcode == Opcode.TEXT;
    String kind = text ? "a text" : "a binary";
    for (int more : new int[] {-1, 0, 1}) {
      byte[] half = utf8("x".repeat(MOST / 2));
      byte[] rest = utf8("x".repeat(MOST / 2 + more));
      byte[] whole = utf8("x".repeat(MOST + more));
      String expected = text ? Transcript.text("x".repeat(MOST + more)) : Transcript.binary(whole);
      String size = kind + " of the limit and " + more;
      byte[] one = frame(FIN | opcode, whole);
      byte[] two = FragmentCases.message(opcode, half, rest);
      byte[] first = frame(opcode, half);
      byte[] second = frame(FIN | Opcode.CONTINUATION, rest);
      byte[] around = concat(first, pong((byte) 1), second);
      if (more <= 0) {
        all.add(Case.ok(SECTION, size + " in a frame", one, expected));
        all.add(Case.ok(SECTION, size + " in two", two, expected));
        all.add(Case.ok(SECTION, size + " around a pong", around, expected));
      } else {
        byte[] endless = concat(first, frame(Opcode.CONTINUATION, rest));
        all.add(Case.fails(SECTION, size + " in a frame", 1009, one));
        all.add(Case.fails(SECTION, size + " in two", 1009, two));
        all.add(Case.fails(SECTION, size + " around a pong", 1009, around));
        all.add(Case.fails(SECTION, size + " in two and more to come", 1009, endless));
      }
    }
  }

  private static void sums(List<Case> all) {
    all.add(
        Case.fails(
            SECTION,
            "lengths whose sum wraps",
            1009,
            concat(
                frame(Opcode.BINARY, new byte[100]),
                new byte[] {0},
                hex("ff 7f ff ff ff ff ff ff ff"))));
  }

  private static void fragments(List<Case> all) {
    for (int length : new int[] {0, 1}) {
      byte[][] payloads = new byte[MOST_FRAGMENTS][];
      Arrays.fill(payloads, utf8("x".repeat(length)));
      byte[] most = FragmentCases.message(Opcode.TEXT, payloads);
      all.add(
          Case.ok(
              SECTION,
              "1024 frames of " + length + " bytes",
              most,
              Transcript.text("x".repeat(length * MOST_FRAGMENTS))));
      byte[] endless = most.clone();
      // Takes FIN from the last one.
      endless[most.length - 6 - length] = 0;
      all.add(
          Case.fails(
              SECTION,
              "frames of " + length + " bytes for ever",
              1009,
              concat(endless, frame(Opcode.CONTINUATION, payloads[0]))));
    }
  }
}
