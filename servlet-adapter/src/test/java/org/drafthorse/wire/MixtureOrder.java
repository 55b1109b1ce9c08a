package org.drafthorse.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a client tells {@link MixtureSide} to send.
 *
 * @param sender who tells it
 * @param number counts the orders of that sender
 * @param broadcast to all receivers at once, or to one after the other
 * @param binary or text
 * @param size of the message in bytes, if that is enough for its beginning
 * @param frameSize of single sends; 0 for no frames but one
 * @param receivers by their numbers
 */
record MixtureOrder(
    int sender,
    int number,
    boolean broadcast,
    boolean binary,
    int size,
    int frameSize,
    Set<Integer> receivers) {

  /** Where a client's number is, in its query. */
  static final String CLIENT = "client=";

  /** Of which messages are made; half of them are dull, so that they can be compressed. */
  private static final byte[] FILLING = filling();

  private static byte[] filling() {
    Random random = new Random(1);
    byte[] bytes = new byte[256 * 1024];
    for (int i = 0; i < bytes.length; i++) {
      boolean dull = i / 2048 % 2 == 0;
      bytes[i] = (byte) (dull ? '.' : ' ' + random.nextInt(95));
    }
    return bytes;
  }

  /** As a client writes it. */
  String line() {
    return sender
        + " "
        + number
        + (broadcast ? " all" : " each")
        + (binary ? " binary " : " text ")
        + size
        + " "
        + frameSize
        + " "
        + receivers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  static MixtureOrder parse(String line) {
    String[] words = line.split(" ", -1);
    Set<Integer> receivers =
        Arrays.stream(words[6].split(",", -1))
            .map(Integer::valueOf)
            .collect(Collectors.toCollection(TreeSet::new));
    return new MixtureOrder(
        Integer.parseInt(words[0]),
        Integer.parseInt(words[1]),
        words[2].equals("all"),
        words[3].equals("binary"),
        Integer.parseInt(words[4]),
        Integer.parseInt(words[5]),
        receivers);
  }

  /** The message that follows from it, in ASCII; no other order's is the same. */
  byte[] message() {
    byte[] begin = (sender + " " + number + " ").getBytes(StandardCharsets.US_ASCII);
    byte[] message = Arrays.copyOf(begin, Math.max(size, begin.length));
    int from = (sender * 7919 + number * 1031) % (FILLING.length - message.length);
    System.arraycopy(FILLING, from, message, begin.length, message.length - begin.length);
    return message;
  }
}
