package org.drafthorse.wire;

import java.net.URI;
import org.drafthorse.CloseStatus;
import org.drafthorse.Nullable;
import org.drafthorse.ProtocolVersion;

/** The containers that the contract is tested on, each one in a process of its own. */
enum Container implements Place {
  JETTY_EE10("Jetty EE 10"),
  JETTY_EE11("Jetty EE 11"),
  TOMCAT_10("Tomcat 10.1"),
  TOMCAT_11("Tomcat 11"),
  UNDERTOW("Undertow");

  private final String title;

  Container(String title) {
    this.title = title;
  }

  @Override
  public String title() {
    return title;
  }

  boolean hasTls() {
    return true;
  }

  int port() {
    return Containers.get(this).process().port();
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
