package org.drafthorse.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** What messages are made of. */
public enum Payload {
  ASCII(Opcode.TEXT) {
    @Override
    public byte[] make(int size, Random random) {
      byte[] bytes = new byte[size];
      for (int i = 0; i < size; i++) {
        bytes[i] = (byte) (' ' + random.nextInt('~' - ' ' + 1));
      }
      return bytes;
    }
  },
  /** Half ASCII, and characters of two, three and four bytes. */
  UTF_8(Opcode.TEXT) {
    private static final String BEYOND_ASCII = "äéßøλжш€漢字かな✓";

    @Override
    public byte[] make(int size, Random random) {
      ByteBuffer bytes = ByteBuffer.allocate(size);
      while (bytes.hasRemaining()) {
        byte[] character = character(random).getBytes(StandardCharsets.UTF_8);
        if (character.length <= bytes.remaining()) {
          bytes.put(character);
        }
      }
      return bytes.array();
    }

    private static String character(Random random) {
      int kind = random.nextInt(16);
      if (kind < 8) {
        return String.valueOf((char) ('a' + random.nextInt(26)));
      }
      if (kind == 8) {
        return Character.toString(0x1F600 + random.nextInt(64));
      }
      int which = random.nextInt(BEYOND_ASCII.length());
      return BEYOND_ASCII.substring(which, which + 1);
    }
  },
  BINARY(Opcode.BINARY) {
    @Override
    public byte[] make(int size, Random random) {
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      return bytes;
    }
  };

  private final int opcode;

  Payload(int opcode) {
    this.opcode = opcode;
  }

  /** The opcode of such a message. */
  public int opcode() {
    return opcode;
  }

  /** A payload of that many bytes. */
  public abstract byte[] make(int size, Random random);
}
