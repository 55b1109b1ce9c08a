package org.drafthorse.conformance;

import static org.drafthorse.engine.ClientFrames.FIN;
import static org.drafthorse.engine.ClientFrames.concat;
import static org.drafthorse.engine.ClientFrames.frame;
import static org.drafthorse.engine.ClientFrames.hex;
import static org.drafthorse.engine.ClientFrames.text;
import static org.drafthorse.engine.ClientFrames.utf8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.drafthorse.engine.Opcode;

/** Text is UTF-8, and what is not fails at the first byte that cannot be. */
final class Utf8Cases {

  private static final String SECTION = "RFC 6455, 8.1";
  private static final String INVALID = "RFC 3629, 3 and 4";

  private static final String[] VALID = {
    "Hello-\u00B5@\u00DF\u00F6\u00E4\u00FC\u00E0\u00E1-UTF-8!!",
    "\u03BA\u1F79\u03C3\u03BC\u03B5",
    "\u0000",
    "\u0080",
    "\u07FF",
    "\u0800",
    "\uD7FF",
    "\uE000",
    "\uFFFD",
    "\uFFFE",
    "\uFFFF",
    "\uFEFF",
    "\uD800\uDC00",
    "\uD83F\uDFFE",
    "\uDBFF\uDFFF",
  };

  /** Alone, and each with the text around it. */
  private static final String[] INVALID_BYTES = {
    "80",
    "bf",
    "80 bf 80",
    "c0",
    "c1",
    "c0 af",
    "c1 bf",
    "c3 28",
    "c3 c3 a4",
    "e0 80 af",
    "e0 9f bf",
    "e2 28 a1",
    "e2 82 28",
    "ed a0 80",
    "ed ad bf",
    "ed ae 80",
    "ed bf bf",
    "ed a0 80 ed b0 80",
    "ed af bf ed bf bf",
    "f0 80 80 af",
    "f0 8f bf bf",
    "f0 28 8c bc",
    "f0 90 28 bc",
    "f0 28 8c 28",
    "f4 90 80 80",
    "f5 80 80 80",
    "f7 bf bf bf",
    "f8 88 80 80 80",
    "fb bf bf bf bf",
    "fc 84 80 80 80 80",
    "fd bf bf bf bf bf",
    "fe",
  };

  private static final String[] UNFINISHED = {
    "c3", "e2", "e2 82", "f0", "f0 9f", "f0 9f 98", "df", "ef bf", "f4 8f bf",
  };

  private Utf8Cases() {}

  static List<Case> all() {
    List<Case> all = new ArrayList<>();
    for (String each : VALID) {
      valid(all, each);
    }
    for (String each : INVALID_BYTES) {
      invalid(all, each);
    }
    for (String each : UNFINISHED) {
      unfinished(all, each);
    }
    for (String each : new String[] {"ff", "fe ff", "fe fe ff ff"}) {
      all.add(Case.fails(INVALID, each, 1007, frame(FIN | Opcode.TEXT, hex(each))));
    }
    failFast(all);
    return all;
  }

  private static void valid(List<Case> all, String text) {
    byte[] bytes = utf8(text);
    String name = "valid: " + hexOf(bytes);
    all.add(Case.texts(SECTION, name, text, "x".repeat(20) + text));
    byte[][] single = new byte[bytes.length][];
    for (int i = 0; i < single.length; i++) {
      single[i] = Arrays.copyOfRange(bytes, i, i + 1);
    }
    all.add(
        Case.ok(
            SECTION,
            name + ", a frame for each byte",
            FragmentCases.message(Opcode.TEXT, single),
            Transcript.text(text)));
  }

  private static void invalid(List<Case> all, String hex) {
    byte[] bad = hex(hex);
    all.add(Case.badText(INVALID, hex, 1007, bad));
    all.add(Case.badText(INVALID, hex + " in a text", 1007, around(bad)));
    all.add(
        Case.fails(
            INVALID,
            hex + " in the second of three frames",
            1007,
            concat(frame(Opcode.TEXT, utf8("a")), frame(Opcode.CONTINUATION, around(bad)))));
    all.add(
        Case.ok(
            INVALID,
            hex + " in a binary",
            frame(FIN | Opcode.BINARY, bad),
            Transcript.binary(bad)));
  }

  private static void unfinished(List<Case> all, String hex) {
    byte[] bad = concat(utf8("text "), hex(hex));
    all.add(Case.badText(INVALID, hex + " at the end", 1007, bad));
    all.add(
        Case.fails(
            INVALID,
            hex + " at the end of the last frame",
            1007,
            FragmentCases.message(Opcode.TEXT, utf8("a"), bad)));
  }

  private static void failFast(List<Case> all) {
    byte[] bad = around(hex("ed a0 80"));
    all.add(
        Case.fails(
            SECTION, "a frame that has no last one behind it", 1007, frame(Opcode.TEXT, bad)));
    byte[] cut = Arrays.copyOf(frame(FIN | Opcode.TEXT, concat(bad, new byte[100])), 40);
    all.add(Case.fails(SECTION, "a frame that never ends", 1007, cut));
    all.add(
        Case.fails(
            SECTION,
            "a text behind a good one",
            1007,
            concat(text("good"), frame(FIN | Opcode.TEXT, bad)),
            "text good"));
  }

  private static byte[] around(byte[] bad) {
    return concat(utf8("before "), bad, utf8(" behind"));
  }

  private static String hexOf(byte[] bytes) {
    return HexFormat.ofDelimiter(" ").formatHex(bytes);
  }
}
