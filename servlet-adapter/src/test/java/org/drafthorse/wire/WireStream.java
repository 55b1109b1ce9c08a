package org.drafthorse.wire;

import java.io.IOException;

/** A client's bytes in both directions, whatever carries them. One thread sends, one reads. */
interface WireStream {

  /** Sends, as long as it takes. */
  void send(byte[] bytes) throws IOException;

  /** Reads what there is, at least one byte; or -1 at the end. */
  int readSome(byte[] to) throws IOException;

  /** Ends it without a goodbye. */
  void reset() throws IOException;

  /** Ends it after the server has, in order. */
  void finish() throws IOException;
}
