package org.drafthorse.wire;

import java.net.URI;
import java.util.List;
import org.drafthorse.CloseStatus;
import org.drafthorse.Nullable;

/** A server in a process of its own, asked through its {@link Observer}. */
final class RemotePlace {

  private final ContainerProcess process;
  private @Nullable Observation observation;

  RemotePlace(ContainerProcess process) {
    this.process = process;
  }

  ContainerProcess process() {
    return process;
  }

  URI uri(Carrier carrier, String path) {
    int port = carrier.isSecure() ? process.securePort() : process.port();
    return URI.create(carrier.scheme() + "://127.0.0.1:" + port + path);
  }

  CloseStatus awaitClose(String id) {
    Await.until("onClose of " + id, () -> closeCount(id) > 0);
    return closes(id).get(0);
  }

  int closeCount(String id) {
    return closes(id).size();
  }

  private List<CloseStatus> closes(String id) {
    String answer = ask("closes " + id);
    return answer.lines().map(RemotePlace::status).toList();
  }

  int clientCount() {
    return Integer.parseInt(ask("clients"));
  }

  synchronized String ask(String question) {
    if (observation == null) {
      observation = new Observation(uri(Carrier.TCP, "/observe"));
    }
    return observation.ask(question);
  }

  private static CloseStatus status(String line) {
    int space = line.indexOf(' ');
    return new CloseStatus(Integer.parseInt(line.substring(0, space)), line.substring(space + 1));
  }
}
