package org.drafthorse.jetty;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps passwords off the command line, where every user of the machine can read them. */
final class PasswordFile {

  private PasswordFile() {}

  /**
   * The first line of a file, in UTF-8.
   *
   * @throws IOException with one line for the user
   */
  static char[] read(Path file) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      String line = reader.readLine();
      return line == null ? new char[0] : line.toCharArray();
    } catch (IOException e) {
      throw new IOException("cannot read the password file " + file, e);
    }
  }
}
