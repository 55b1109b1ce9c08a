package org.drafthorse.bench;

/** A server to measure: echoes on one path, sends to all clients of the path on another. */
interface BenchServer {

  String ECHO = "/echo";
  String BROADCAST = "/broadcast";

  /** What every server is set to take. */
  int LARGEST_MESSAGE = 16 * 1024 * 1024;

  /** The query of clients whose messages are larger than 8 KiB, for a server that has to know. */
  String LARGE = "large";

  /** As many connections as may wait to be accepted. */
  int BACKLOG = 1024;

  /** The path of the echo with that number. */
  static String echo(int number) {
    return number == 0 ? ECHO : ECHO + "/" + number;
  }

  /**
   * Starts on any port of 127.0.0.1, for as long as the process lives.
   *
   * @return the port
   */
  int start() throws Exception;
}
