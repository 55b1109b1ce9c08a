package org.drafthorse.conformance;

import static org.drafthorse.engine.ClientFrames.FIN;
import static org.drafthorse.engine.ClientFrames.close;
import static org.drafthorse.engine.ClientFrames.concat;
import static org.drafthorse.engine.ClientFrames.frame;
import static org.drafthorse.engine.ClientFrames.hex;
import static org.drafthorse.engine.ClientFrames.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.drafthorse.engine.Opcode;

/** Deflated messages, of a client that shares one window with the server. */
final class DeflateCases {

  private static final String SECTION = "RFC 7692, 7.2";
  private static final String EXAMPLES = "RFC 7692, 7.2.3";
  private static final int RSV1 = 0x40;
  private static final int MOST = 64 * 1024;

  private DeflateCases() {}

  static List<Case> all() {
    List<Case> all = new ArrayList<>();
    examples(all);
    for (int size : new int[] {1, 10, 125, 126, 1000, 10_000, 65_535, MOST}) {
      sizes(all, size);
    }
    bad(all);
    return all.stream().map(Case::deflated).toList();
  }

  private static byte[] deflated(String hex) {
    return frame(FIN | RSV1 | Opcode.TEXT, hex(hex));
  }

  private static void examples(List<Case> all) {
    byte[] hello = deflated("f2 48 cd c9 c9 07 00");
    all.add(Case.ok(EXAMPLES, "one block", hello, "text Hello"));
    all.add(
        Case.ok(
            EXAMPLES,
            "two frames",
            concat(
                frame(RSV1 | Opcode.TEXT, hex("f2 48 cd")),
                frame(FIN | Opcode.CONTINUATION, hex("c9 c9 07 00"))),
            "text Hello"));
    all.add(
        Case.ok(
            EXAMPLES,
            "the window of the message before",
            concat(hello, deflated("f2 00 11 00 00")),
            "text Hello",
            "text Hello"));
    all.add(
        Case.ok(
            EXAMPLES,
            "no compression",
            deflated("00 05 00 fa ff 48 65 6c 6c 6f 00"),
            "text Hello"));
    all.add(Case.ok(EXAMPLES, "a final block", deflated("f3 48 cd c9 c9 07 00 00"), "text Hello"));
    all.add(
        Case.ok(
            EXAMPLES,
            "two blocks",
            deflated("f2 48 05 00 00 00 ff ff ca c9 c9 07 00"),
            "text Hello"));
    all.add(Case.ok(EXAMPLES, "an empty message", deflated("00"), "text "));
    all.add(
        Case.ok(
            EXAMPLES,
            "one that is not deflated",
            concat(hello, text("a"), hello),
            "text Hello",
            "text a",
            "text Hello"));
  }

  private static void sizes(List<Case> all, int size) {
    Random random = new Random(size);
    StringBuilder text = new StringBuilder();
    while (text.length() < size) {
      text.append(Integer.toString(random.nextInt(1000), 36)).append(' ');
    }
    text.setLength(size);
    byte[] noise = new byte[size];
    random.nextBytes(noise);
    Deflater deflater = new Deflater(6, true);
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      frames.add(
          frame(
              FIN | RSV1 | Opcode.TEXT,
              deflate(deflater, text.toString().getBytes(StandardCharsets.UTF_8))));
    }
    frames.add(frame(FIN | RSV1 | Opcode.BINARY, deflate(deflater, noise)));
    deflater.end();
    String shown = Transcript.text(text.toString());
    all.add(
        Case.ok(
            SECTION,
            "the same text of " + size + " bytes three times, and noise",
            concat(frames.toArray(byte[][]::new)),
            shown,
            shown,
            shown,
            Transcript.binary(noise)));
  }

  private static void bad(List<Case> all) {
    all.add(Case.fails(SECTION, "a reserved block type", 1007, deflated("07")));
    all.add(Case.fails(SECTION, "a stored block that lies", 1007, deflated("00 05 00 fa fe 00")));
    all.add(
        Case.fails(SECTION, "a reference to before the beginning", 1007, deflated("02 11 00 00")));
    all.add(Case.fails(SECTION, "a block that breaks off", 1007, deflated("00 05 00 fa ff 48 65")));
    all.add(Case.fails(SECTION, "text that is not UTF-8", 1007, deflated("00 01 00 fe ff ff 00")));
    Deflater deflater = new Deflater(9, true);
    byte[] bomb = deflate(deflater, new byte[10 * 1024 * 1024]);
    deflater.end();
    all.add(Case.fails(SECTION, "a bomb", 1009, frame(FIN | RSV1 | Opcode.BINARY, bomb)));
    all.add(
        Case.fails(
            SECTION,
            "a close frame that claims to be deflated",
            1002,
            frame(FIN | RSV1 | Opcode.CLOSE, close(1000, ""))));
  }

  private static byte[] deflate(Deflater deflater, byte[] message) {
    deflater.setInput(message);
    byte[] out = new byte[message.length + message.length / 100 + 100];
    int size = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    return Arrays.copyOf(out, size - 4);
  }
}
