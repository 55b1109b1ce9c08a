package org.drafthorse.conformance;

import static org.drafthorse.engine.ClientFrames.FIN;
import static org.drafthorse.engine.ClientFrames.concat;
import static org.drafthorse.engine.ClientFrames.frame;
import static org.drafthorse.engine.ClientFrames.hex;
import static org.drafthorse.engine.ClientFrames.ping;
import static org.drafthorse.engine.ClientFrames.pong;
import static org.drafthorse.engine.ClientFrames.text;
import static org.drafthorse.engine.ClientFrames.utf8;

import java.util.ArrayList;
import java.util.List;
import org.drafthorse.engine.Opcode;

/** Pings and pongs, and what holds for all control frames. */
final class ControlCases {

  private static final String CONTROL = "RFC 6455, 5.5";
  private static final String PING = "RFC 6455, 5.5.2";
  private static final String PONG = "RFC 6455, 5.5.3";
  private static final int MOST = 125;

  private ControlCases() {}

  static List<Case> all() {
    List<Case> all = new ArrayList<>();
    control(all);
    pings(all);
    pongs(all);
    return all;
  }

  private static void control(List<Case> all) {
    for (int opcode : new int[] {8, 9, 10}) {
      all.add(
          Case.fails(
              CONTROL, "opcode " + opcode + " without FIN", 1002, frame(opcode, new byte[0])));
      all.add(
          Case.fails(
              CONTROL,
              "opcode " + opcode + " with 126 bytes",
              1002,
              frame(FIN | opcode, new byte[MOST + 1])));
      all.add(
          Case.fails(
              CONTROL,
              "opcode " + opcode + " with 2^32 bytes",
              1002,
              concat(new byte[] {(byte) (FIN | opcode)}, hex("ff 00 00 00 01"))));
    }
    all.add(
        Case.fails(
            CONTROL,
            "a ping in two frames",
            1002,
            concat(frame(Opcode.PING, utf8("a")), frame(FIN | Opcode.CONTINUATION, utf8("b")))));
  }

  private static void pings(List<Case> all) {
    byte[] longest = new byte[MOST];
    longest[MOST - 1] = (byte) 0xFE;
    all.add(Case.ok(PING, "no payload", ping(), "pong "));
    all.add(Case.ok(PING, "a payload of text", ping(utf8("Hello")), "pong 48656c6c6f"));
    all.add(Case.ok(PING, "a payload that is no text", ping(hex("00 ff fe fd")), "pong 00fffefd"));
    all.add(Case.ok(PING, "125 bytes", ping(longest), Transcript.pong(longest)));
    byte[][] ten = new byte[10][];
    String[] answers = new String[10];
    for (int i = 0; i < ten.length; i++) {
      ten[i] = ping((byte) i);
      answers[i] = "pong 0" + i;
    }
    all.add(Case.ok(PING, "ten at once, answered in their order", concat(ten), answers));
    all.add(
        Case.ok(
            PING,
            "between two texts",
            concat(text("a"), ping((byte) 7), text("b")),
            "text a",
            "pong 07",
            "text b"));
    all.add(
        Case.ok(
                PING,
                "between the frames of a message, not deflated where messages are",
                concat(
                    frame(Opcode.TEXT, utf8("a")),
                    ping((byte) 7),
                    frame(FIN | Opcode.CONTINUATION, utf8("b"))),
                "pong 07",
                "text ab")
            .deflated());
  }

  private static void pongs(List<Case> all) {
    all.add(Case.ok(PONG, "one that nobody asked for", pong()));
    all.add(Case.ok(PONG, "one with a payload", pong(utf8("payload"))));
    all.add(Case.ok(PONG, "one before a ping", concat(pong((byte) 1), ping((byte) 2)), "pong 02"));
    all.add(
        Case.ok(
            PONG,
            "inside a message",
            concat(
                frame(Opcode.TEXT, utf8("a")),
                pong((byte) 7),
                frame(FIN | Opcode.CONTINUATION, utf8("b"))),
            "text ab"));
  }
}
