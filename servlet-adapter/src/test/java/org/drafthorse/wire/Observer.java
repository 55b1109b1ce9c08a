package org.drafthorse.wire;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.drafthorse.CloseStatus;
import org.drafthorse.ResourceContext;
import org.drafthorse.ResourceRegistry;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.drafthorse.runtime.WebSocketRuntime;

/** Tells a test in another process what happened here; see {@link RemotePlace}. */
final class Observer implements WebSocketResource {

  private final ServerSide side;
  private final SlowSide slow;
  private final ResourceRegistry registry;

  Observer(ServerSide side, SlowSide slow, ResourceRegistry registry) {
    this.side = side;
    this.slow = slow;
    this.registry = registry;
  }

  @Override
  public void onText(WebSocketConnection connection, String question) {
    connection.sendText(answer(question));
  }

  private String answer(String question) {
    String[] words = question.split(" ", 2);
    return switch (words[0]) {
      case "closes" -> closes(side.closes(words[1]));
      case "permit" -> {
        slow.permit(Integer.parseInt(words[1]));
        yield "done";
      }
      case "waiting" -> Boolean.toString(slow.isWaiting());
      case "abort" -> Integer.toString(end(words[1], WebSocketConnection::abort));
      case "close" -> Integer.toString(end(words[1], WebSocketConnection::close));
      case "heap" -> Long.toString(heap());
      case "held" -> Long.toString(runtime().heldBytes());
      case "buffers" -> Integer.toString(runtime().buffersInUse());
      case "clients" -> Integer.toString(runtime().clientCount() - observers());
      default -> throw new IllegalArgumentException(question);
    };
  }

  /** Ends the clients that connected with this query string; how many they were. */
  private int end(String id, Consumer<WebSocketConnection> how) {
    int count = 0;
    for (String path : new String[] {"/DIRECT", "/EXECUTOR", "/stuck"}) {
      ResourceContext resource = registry.find(path);
      for (WebSocketConnection each : resource.connections()) {
        if (id.equals(each.handshake().queryString())) {
          how.accept(each);
          count++;
        }
      }
    }
    return count;
  }

  /** What is in use behind a full collection. */
  private static long heap() {
    System.gc();
    Runtime memory = Runtime.getRuntime();
    return memory.totalMemory() - memory.freeMemory();
  }

  private static String closes(List<CloseStatus> all) {
    return all.stream()
        .map(each -> each.code() + " " + each.reason())
        .collect(Collectors.joining("\n"));
  }

  private int observers() {
    ResourceContext own = registry.find("/observe");
    return own == null ? 0 : own.connections().size();
  }

  /** Of a filter that made it itself: applications do not see it. */
  private WebSocketRuntime runtime() {
    try {
      ResourceContext own = Objects.requireNonNull(registry.find("/observe"));
      Field field = own.getClass().getDeclaredField("runtime");
      field.setAccessible(true);
      return (WebSocketRuntime) field.get(own);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
