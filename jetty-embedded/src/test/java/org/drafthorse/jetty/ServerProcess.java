package org.drafthorse.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command line server in a JVM of its own. */
final class ServerProcess implements AutoCloseable {

  private static final Pattern READY =
      Pattern.compile(
          "Drafthorse serves (https?://\\S+:\\d+/) \\(WebSocket resources /echo, /chat,"
              + " /broadcast\\)");

  private final Process process;
  final Lines out;
  final Lines err;

  private ServerProcess(Process process) {
    this.process = process;
    this.out = new Lines(process.getInputStream());
    this.err = new Lines(process.getErrorStream());
  }

  static ServerProcess run(String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(List.of(args));
    return new ServerProcess(new ProcessBuilder(command).start());
  }

  /** Reads the lines of the start and says where WebSockets connect. */
  URI ready() throws InterruptedException {
    assertThat(err.next()).endsWith(" INFO paths: /broadcast, /chat, /echo");
    assertThat(err.next()).contains(" INFO versions: 13, 8, 7");
    assertThat(err.next()).contains(" INFO limits: ");
    Matcher line = READY.matcher(out.next());
    assertThat(line.matches()).as("ready line").isTrue();
    return URI.create(line.group(1).replaceFirst("^http", "ws"));
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  int exitStatus() throws InterruptedException {
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("ended within 20 s").isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
