package org.drafthorse.engine;

/** The opcodes of RFC 6455, section 5.2, as they stand in the low four bits of a frame. */
public final class Opcode {
  public static final int CONTINUATION = 0x0;
  public static final int TEXT = 0x1;
  public static final int BINARY = 0x2;
  public static final int CLOSE = 0x8;
  public static final int PING = 0x9;
  public static final int PONG = 0xA;

  /** RSV1, added to the opcode of a deflated message's first frame (RFC 7692, section 6). */
  public static final int DEFLATED = 0x40;

  private Opcode() {}

  /** Whether the bit is set that all control frames have. */
  public static boolean isControl(int opcode) {
    return (opcode & 0x8) != 0;
  }

  /** Whether RFC 6455 gives the opcode a meaning. */
  static boolean isKnown(int opcode) {
    return opcode <= BINARY || (opcode >= CLOSE && opcode <= PONG);
  }
}
