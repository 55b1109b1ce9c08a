package org.drafthorse.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a process prints, line by line as it comes. */
final class Lines {

  private static final String END = "(end of output)";

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  Lines(InputStream from) {
    Thread pump = new Thread(() -> pump(from), "test-lines");
    pump.setDaemon(true);
    pump.start();
  }

  /** The next line, which has to come soon. */
  String next() throws InterruptedException {
    String line = lines.poll(20, TimeUnit.SECONDS);
    assertThat(line).as("a line within 20 s").isNotNull();
    return line;
  }

  /** All lines up to the end, which has to come soon. */
  List<String> rest() throws InterruptedException {
    List<String> all = new ArrayList<>();
    for (String line = next(); !line.equals(END); line = next()) {
      all.add(line);
    }
    return all;
  }

  private void pump(InputStream from) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add(e.toString());
    }
    lines.add(END);
  }
}
