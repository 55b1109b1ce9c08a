package org.drafthorse.fuzz;

import java.util.function.Consumer;

/** Behind four conditions in a row: found by following coverage, never by chance. */
final class PlantedBug implements Consumer<byte[]> {

  @Override
  public void accept(byte[] bytes) {
    if (bytes.length > 5 && bytes[0] == 'd' && bytes[2] == (byte) 0xB7) {
      if (bytes[3] * 3 == 'f' && bytes[5] == bytes[4] + 77) {
        throw new IllegalStateException("planted");
      }
    }
  }
}
