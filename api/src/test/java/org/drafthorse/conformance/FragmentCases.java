package org.drafthorse.conformance;

import static org.drafthorse.engine.ClientFrames.FIN;
import static org.drafthorse.engine.ClientFrames.concat;
import static org.drafthorse.engine.ClientFrames.frame;
import static org.drafthorse.engine.ClientFrames.ping;
import static org.drafthorse.engine.ClientFrames.text;
import static org.drafthorse.engine.ClientFrames.utf8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.drafthorse.engine.Opcode;

/** Messages of several frames. */
final class FragmentCases {

  private static final String SECTION = "RFC 6455, 5.4";

  private FragmentCases() {}

  static List<Case> all() {
    List<Case> all = new ArrayList<>();
    wholes(all);
    disorders(all);
    return all;
  }

  /** A message of these frames. */
  static byte[] message(int opcode, byte[]... payloads) {
    byte[][] frames = new byte[payloads.length][];
    for (int i = 0; i < payloads.length; i++) {
      int first = (i == 0 ? opcode : Opcode.CONTINUATION) | (i == payloads.length - 1 ? FIN : 0);
      frames[i] = frame(first, payloads[i]);
    }
    return concat(frames);
  }

  private static byte[] fragmented(String text, int size) {
    byte[] all = utf8(text);
    List<byte[]> payloads = new ArrayList<>();
    for (int at = 0; at < all.length; at += size) {
      payloads.add(Arrays.copyOfRange(all, at, Math.min(all.length, at + size)));
    }
    return message(Opcode.TEXT, payloads.toArray(byte[][]::new));
  }

  private static void wholes(List<Case> all) {
    byte[] none = {};
    all.add(Case.ok(SECTION, "two frames", message(Opcode.TEXT, utf8("a"), utf8("b")), "text ab"));
    all.add(
        Case.ok(
            SECTION,
            "two frames of a binary",
            message(Opcode.BINARY, utf8("a"), utf8("b")),
            "binary 6162"));
    all.add(
        Case.ok(SECTION, "three empty frames", message(Opcode.TEXT, none, none, none), "text "));
    all.add(
        Case.ok(
            SECTION,
            "empty frames around one that is not",
            message(Opcode.TEXT, none, utf8("middle"), none),
            "text middle"));
    String text = "fragment ".repeat(100);
    for (int size : new int[] {1, 2, 3, 4, 5, 7, 125, 126, 500}) {
      all.add(
          Case.ok(
              SECTION,
              "frames of " + size + " bytes",
              fragmented(text, size),
              Transcript.text(text)));
    }
    all.add(
        Case.ok(
            SECTION,
            "pings between all frames",
            concat(
                frame(Opcode.TEXT, utf8("a")),
                ping((byte) 1),
                frame(Opcode.CONTINUATION, utf8("b")),
                ping((byte) 2),
                frame(FIN | Opcode.CONTINUATION, utf8("c"))),
            "pong 01",
            "pong 02",
            "text abc"));
    all.add(
        Case.ok(
            SECTION,
            "two messages",
            concat(
                message(Opcode.TEXT, utf8("a"), utf8("b")),
                message(Opcode.TEXT, utf8("c"), utf8("d"))),
            "text ab",
            "text cd"));
  }

  private static void disorders(List<Case> all) {
    byte[] open = frame(Opcode.TEXT, utf8("a"));
    byte[] last = frame(FIN | Opcode.CONTINUATION, utf8("b"));
    byte[] more = frame(Opcode.CONTINUATION, utf8("c"));
    all.add(Case.fails(SECTION, "a continuation at the beginning", 1002, more));
    all.add(Case.fails(SECTION, "a last continuation at the beginning", 1002, last));
    all.add(
        Case.fails(
            SECTION,
            "a continuation behind a whole message",
            1002,
            concat(text("x"), more),
            "text x"));
    all.add(
        Case.fails(
            SECTION,
            "a continuation behind the last one",
            1002,
            concat(open, last, last),
            "text ab"));
    all.add(Case.fails(SECTION, "a text inside a text", 1002, concat(open, text("x"))));
    all.add(Case.fails(SECTION, "a beginning inside a text", 1002, concat(open, open)));
    all.add(
        Case.fails(
            SECTION,
            "a binary inside a text",
            1002,
            concat(open, frame(FIN | Opcode.BINARY, utf8("x")))));
  }
}
