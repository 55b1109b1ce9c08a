package org.drafthorse.conformance;

import static org.drafthorse.engine.ClientFrames.concat;
import static org.drafthorse.engine.ClientFrames.hex;
import static org.drafthorse.engine.ClientFrames.utf8;

import java.util.ArrayList;
import java.util.List;

/** What version 00 alone has. */
final class Draft00Cases {

  private static final String FRAMING = "draft 76, 4.2";
  private static final String CLOSING = "draft 76, 5.3";
  private static final int MOST = 64 * 1024;

  private Draft00Cases() {}

  static List<Case> all() {
    List<Case> all = new ArrayList<>();
    byte[] text = hex("00 61 ff");
    all.add(Case.draft00(FRAMING, "a text and a close", concat(text, hex("ff 00")), "text a"));
    all.add(
        Case.draft00(
            FRAMING,
            "three texts",
            concat(text, text, text, hex("ff 00")),
            "text a",
            "text a",
            "text a"));
    all.add(
        Case.draft00(FRAMING, "a zero in a text", hex("00 61 00 62 ff ff 00"), "text a\u0000b"));
    for (int type = 1; type < 0xFF; type++) {
      String name = "frame type " + Integer.toHexString(type);
      byte[] head = {(byte) type};
      if (type < 8 || type == 0x7F) {
        all.add(Case.draft00(FRAMING, name, concat(text, head, hex("61 ff")), "text a"));
      } else if (type >= 0x80 && (type < 0x88 || type > 0xFA)) {
        all.add(
            Case.draft00(
                FRAMING, name + " and a length", concat(text, head, hex("01 61")), "text a"));
        all.add(
            Case.draft00(
                FRAMING,
                name + " and a length without end",
                concat(text, head, hex("ff ff ff ff ff ff ff ff ff ff ff ff 7f")),
                "text a"));
      }
    }
    all.add(Case.draft00(FRAMING, "an end without a text", concat(text, hex("ff ff")), "text a"));
    all.add(Case.draft00(CLOSING, "FF and a length", concat(text, hex("ff 01 61")), "text a"));
    all.add(Case.draft00(CLOSING, "a text behind the close", concat(hex("ff 00"), text)));
    all.add(Case.draft00(CLOSING, "a second close", hex("ff 00 ff 00")));
    all.add(
        Case.draft00(
            CLOSING,
            "a close inside a text is none",
            hex("00 61 ff 00 62 ff ff 00"),
            "text a",
            "text b"));
    all.add(
        Case.draft00(
            "draft 76, 6", "a text without end", concat(hex("00"), utf8("x".repeat(MOST + 1)))));
    return all;
  }
}
