package org.drafthorse.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.drafthorse.programs.Programs;

/**
 * A proxy of the system as a child process, in the foreground and on loopback ports of its own. All
 * that it writes is below {@code target/proxies}.
 */
final class ProxyProcess implements AutoCloseable {

  private static final int STARTS = 3;

  private final Process process;
  private final Path directory;
  private final Map<String, Integer> ports;
  private final Thread ender = new Thread(this::end);

  private ProxyProcess(Process process, Path directory, Map<String, Integer> ports) {
    this.process = process;
    this.directory = directory;
    this.ports = ports;
    Runtime.getRuntime().addShutdownHook(ender);
  }

  /**
   * Starts nginx.
   *
   * @param next the port of the proxy that it uses for what does not go to the server at once
   */
  static ProxyProcess nginx(int server, int next) throws IOException {
    String binary = Programs.find("nginx").toString();
    Map<String, Object> values = Map.of("server", server, "next", next);
    return start("nginx.conf", values, List.of("plain", "tls"), binary, "-e", "stderr", "-c");
  }

  static ProxyProcess haproxy(int server) throws IOException {
    String binary = Programs.find("haproxy").toString();
    List<String> listeners = List.of("plain", "tls", "bytes", "bytes-tls");
    return start("haproxy.cfg", Map.of("server", server), listeners, binary, "-db", "-f");
  }

  /** Where the listener with that name of the configuration listens. */
  int port(String listener) {
    return Objects.requireNonNull(ports.get(listener), listener);
  }

  private static ProxyProcess start(
      String config, Map<String, Object> settings, List<String> listeners, String... command)
      throws IOException {
    AssertionError failure = new AssertionError("not tried");
    for (int i = 0; i < STARTS; i++) {
      Path directory = Files.createDirectories(Path.of("target", "proxies"));
      directory = Files.createTempDirectory(directory, config).toAbsolutePath();
      Map<String, Integer> ports = freePorts(listeners);
      Path file = write(config, directory, settings, ports);
      List<String> line = new ArrayList<>(List.of(command));
      line.add(file.toString());
      if (config.startsWith("nginx")) {
        line.addAll(List.of("-p", directory.toString()));
      }
      Process process =
          new ProcessBuilder(line)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("output").toFile())
              .start();
      ProxyProcess proxy = new ProxyProcess(process, directory, ports);
      try {
        proxy.awaitListening();
        return proxy;
      } catch (AssertionError e) {
        // Somebody else may have taken a port meanwhile.
        failure = e;
        proxy.close();
      }
    }
    throw failure;
  }

  private void awaitListening() {
    for (int port : ports.values()) {
      Await.until(() -> "port " + port + " of " + this, () -> !process.isAlive() || accepts(port));
    }
    if (!process.isAlive()) {
      throw new AssertionError("it ended at once: " + this);
    }
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Map<String, Integer> freePorts(List<String> names) throws IOException {
    Map<String, Integer> ports = new LinkedHashMap<>();
    List<ServerSocket> held = new ArrayList<>();
    for (String name : names) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      held.add(socket);
      ports.put(name, socket.getLocalPort());
    }
    for (ServerSocket each : held) {
      each.close();
    }
    return ports;
  }

  private static Path write(
      String config, Path directory, Map<String, Object> settings, Map<String, Integer> ports)
      throws IOException {
    Path certificate = directory.resolve("certificate.pem");
    Path key = directory.resolve("key.pem");
    Path both = directory.resolve("both.pem");
    Files.writeString(certificate, TestKeystore.certificatePem());
    Files.writeString(key, TestKeystore.keyPem());
    Files.writeString(both, TestKeystore.certificatePem() + TestKeystore.keyPem());
    String text;
    try (InputStream in = ProxyProcess.class.getResourceAsStream("/proxies/" + config)) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    Map<String, Object> values = new LinkedHashMap<>(settings);
    values.putAll(ports);
    values.put("certificate", certificate);
    values.put("key", key);
    values.put("certificate-and-key", both);
    for (Map.Entry<String, Object> each : values.entrySet()) {
      text = text.replace("${" + each.getKey() + "}", each.getValue().toString());
    }
    return Files.writeString(directory.resolve(config), text);
  }

  /** Ends the process and waits for it. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(ender);
    end();
  }

  private void end() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** What it said. */
  @Override
  public String toString() {
    try {
      return directory + ": " + Files.readString(directory.resolve("output"));
    } catch (IOException e) {
      return directory.toString();
    }
  }
}
