package org.drafthorse.wire;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.drafthorse.CloseStatus;
import org.drafthorse.Nullable;
import org.drafthorse.ProtocolVersion;

/** The containers that the contract is tested on, each one in a process of its own. */
enum Container implements Place {
  JETTY_EE10("Jetty EE 10"),
  JETTY_EE11("Jetty EE 11"),
  TOMCAT_10("Tomcat 10.1"),
  TOMCAT_11("Tomcat 11"),
  UNDERTOW("Undertow"),
  /** The archive jetty-home with {@code http,ee10-deploy} and a WAR. */
  JETTY_HOME("Jetty, plain WAR"),
  /** The package tomcat10 with the same WAR. */
  DEBIAN_TOMCAT("Debian's Tomcat, plain WAR");

  private final String title;

  Container(String title) {
    this.title = title;
  }

  @Override
  public String title() {
    return title;
  }

  /** Whether the contract is tested over TLS as well. */
  boolean hasTls() {
    return this == TOMCAT_10 || this == UNDERTOW;
  }

  int port() {
    return Containers.get(this).process().port();
  }

  /** A socket for that carrier, not used yet. */
  WireSocket connect(Carrier carrier) throws IOException {
    URI uri = uri(carrier, "/");
    return carrier.isSecure()
        ? new WireSocket(
            TestKeystore.sslContext().getSocketFactory().createSocket(uri.getHost(), uri.getPort()))
        : WireSocket.connect(uri.getPort());
  }

  /** A socket whose handshake is done. */
  WireSocket open(Carrier carrier, Handshake handshake) throws IOException {
    WireSocket socket = connect(carrier);
    socket.send(handshake.bytes());
    socket.expectOpen(handshake);
    return socket;
  }

  /** Of the one process that all tests share. */
  String ask(String question) {
    return Containers.get(this).ask(question);
  }

  long pid() {
    return Containers.get(this).process().pid();
  }

  /** A process that waits uses next to no time; one that asks over and over, nearly all of it. */
  void awaitIdle() {
    Await.until(
        "the process waits",
        () -> {
          Duration before = cpu();
          LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
          return cpu().minus(before).toMillis() < 50;
        });
  }

  private Duration cpu() {
    return ProcessHandle.of(pid()).orElseThrow().info().totalCpuDuration().orElseThrow();
  }

  void awaitNoClients() {
    Await.until(() -> clientCount() + " clients to be gone", () -> clientCount() == 0);
    Await.until(() -> ask("held") + " bytes held", () -> ask("held").equals("0"));
    Await.until(() -> ask("buffers") + " buffers", () -> ask("buffers").equals("0"));
  }

  @Override
  public URI uri(Carrier carrier, String path) {
    return Containers.get(this).uri(carrier, path);
  }

  @Override
  public @Nullable String inability(ProtocolVersion version) {
    return this == UNDERTOW && version == ProtocolVersion.V00
        ? "version 00 needs the spaces of its keys, which Undertow folds"
        : null;
  }

  @Override
  public List<String> programs() {
    return this == DEBIAN_TOMCAT ? List.of(StockServer.TOMCAT) : List.of();
  }

  @Override
  public CloseStatus awaitClose(String id) {
    return Containers.get(this).awaitClose(id);
  }

  @Override
  public int closeCount(String id) {
    return Containers.get(this).closeCount(id);
  }

  @Override
  public int clientCount() {
    return Containers.get(this).clientCount();
  }
}
