package org.drafthorse.conformance;

import static org.drafthorse.engine.ClientFrames.FIN;
import static org.drafthorse.engine.ClientFrames.binary;
import static org.drafthorse.engine.ClientFrames.concat;
import static org.drafthorse.engine.ClientFrames.frame;
import static org.drafthorse.engine.ClientFrames.hex;
import static org.drafthorse.engine.ClientFrames.text;
import static org.drafthorse.engine.ClientFrames.utf8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.drafthorse.engine.Opcode;

/** One frame: its masking, bits, opcode and length. */
final class FrameCases {

  private static final String MASKING = "RFC 6455, 5.1";
  private static final String FRAMING = "RFC 6455, 5.2";
  private static final String DATA = "RFC 6455, 5.6";
  private static final int[] SIZES = {0, 1, 16, 125, 126, 127, 128, 1000, 65_535, 65_536};

  private FrameCases() {}

  static List<Case> all() {
    List<Case> all = new ArrayList<>();
    masking(all);
    for (int bits = 1; bits <= 7; bits++) {
      reservedBits(all, bits);
    }
    for (int opcode : new int[] {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
      opcodes(all, opcode);
    }
    lengths(all);
    for (int size : SIZES) {
      sizes(all, size);
    }
    return all;
  }

  private static void masking(List<Case> all) {
    all.add(Case.fails(MASKING, "an unmasked text", 1002, hex("81 05 48 65 6c 6c 6f")));
    all.add(Case.fails(MASKING, "an unmasked binary", 1002, hex("82 01 00")));
    all.add(Case.fails(MASKING, "an unmasked ping", 1002, hex("89 00")));
    all.add(Case.fails(MASKING, "an unmasked close", 1002, hex("88 02 03 e8")));
    all.add(
        Case.fails(
            MASKING,
            "an unmasked continuation",
            1002,
            concat(frame(Opcode.TEXT, utf8("a")), hex("80 01 62"))));
    all.add(
        Case.fails(
            MASKING,
            "an unmasked text behind a masked one",
            1002,
            concat(text("a"), hex("81 01 62")),
            "text a"));
    all.add(
        Case.ok(
            MASKING, "a key of zeros", frame(FIN | Opcode.TEXT, utf8("Hello"), 0), "text Hello"));
    all.add(
        Case.ok(
            MASKING, "a key of ones", frame(FIN | Opcode.TEXT, utf8("Hello"), -1), "text Hello"));
  }

  private static void reservedBits(List<Case> all, int bits) {
    for (int opcode : new int[] {0, 1, 2, 8, 9, 10}) {
      String name = "reserved bits " + bits + " in a frame of opcode " + opcode;
      byte[] spoiled = frame(FIN | bits << 4 | opcode, new byte[0]);
      all.add(Case.fails(FRAMING, name, 1002, concat(text("a"), spoiled, text("b")), "text a"));
      boolean means = bits == 4 && (opcode == 1 || opcode == 2);
      if (!means) {
        all.add(
            Case.fails("RFC 7692, 6", name, 1002, concat(text("a"), spoiled, text("b")), "text a")
                .deflated());
      }
    }
  }

  private static void opcodes(List<Case> all, int opcode) {
    String name = "the unknown opcode " + opcode;
    all.add(Case.fails(FRAMING, name, 1002, frame(FIN | opcode, new byte[0])));
    all.add(
        Case.fails(
            FRAMING,
            name + " with a payload, behind a text",
            1002,
            concat(text("a"), frame(FIN | opcode, utf8("payload")), text("b")),
            "text a"));
    all.add(Case.fails(FRAMING, name + " without FIN", 1002, frame(opcode, utf8("x"))));
    all.add(
        Case.fails(
            FRAMING,
            name + " and a length of 2^40",
            1002,
            concat(new byte[] {(byte) (FIN | opcode)}, hex("ff 00 00 01 00 00 00 00 00 37"))));
    all.add(
        Case.fails(
            FRAMING,
            name + " inside a message",
            1002,
            concat(frame(Opcode.TEXT, utf8("a")), frame(FIN | opcode, new byte[0]))));
  }

  private static void lengths(List<Case> all) {
    for (String opcode : new String[] {"81", "82"}) {
      all.add(
          Case.fails(
              FRAMING, opcode + ": 5 in two bytes", 1002, hex(opcode + "fe 00 05 00 00 00 00")));
      all.add(Case.fails(FRAMING, opcode + ": 125 in two bytes", 1002, hex(opcode + "fe 00 7d")));
      all.add(
          Case.fails(
              FRAMING,
              opcode + ": 125 in eight bytes",
              1002,
              hex(opcode + "ff 0000000000 00007d")));
      all.add(
          Case.fails(
              FRAMING,
              opcode + ": 65535 in eight bytes",
              1002,
              hex(opcode + "ff 0000000000 00ffff")));
      all.add(Case.fails(FRAMING, opcode + ": the top bit", 1002, hex(opcode + "ff 80")));
      all.add(
          Case.fails(
              FRAMING, opcode + ": all bits", 1002, hex(opcode + "ff ffffffffffffffff 00000000")));
    }
  }

  private static void sizes(List<Case> all, int size) {
    String letters = "*".repeat(size);
    all.add(Case.texts(DATA, "a text of " + size + " bytes", letters));
    byte[] noise = new byte[size];
    new Random(size).nextBytes(noise);
    all.add(
        Case.ok(DATA, "a binary of " + size + " bytes", binary(noise), Transcript.binary(noise)));
    all.add(
        Case.ok(
                DATA,
                "a binary and a text of " + size + " bytes",
                concat(binary(noise), text(letters)),
                Transcript.binary(noise),
                Transcript.text(letters))
            .deflated());
  }
}
