package org.drafthorse.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * One server in a process of its own. Says {@code ready PORT}, then answers each line of standard
 * input with one number, and ends with its input.
 */
final class ServerMain {

  private ServerMain() {}

  public static void main(String[] args) throws Exception {
    PrintStream answers = System.out;
    // Nothing else may speak there.
    System.setOut(System.err);
    ServerMeters meters = new ServerMeters();
    int port = Contender.of(args[0]).server(Integer.parseInt(args[1])).start();
    answers.println("ready " + port);
    try {
      answer(meters, answers);
    } finally {
      // Servers' threads would go on.
      Runtime.getRuntime().halt(0);
    }
  }

  private static void answer(ServerMeters meters, PrintStream answers) throws IOException {
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = questions.readLine(); line != null; line = questions.readLine()) {
      switch (line) {
        case "cpu" -> answers.println(meters.cpuNanos());
        case "alloc" -> answers.println(meters.allocatedBytes());
        case "heap" -> answers.println(meters.heapAfterCollection());
        case "rss" -> answers.println(meters.residentBytes());
        case "quit" -> {
          return;
        }
        default -> answers.println("unknown: " + line);
      }
    }
  }
}
