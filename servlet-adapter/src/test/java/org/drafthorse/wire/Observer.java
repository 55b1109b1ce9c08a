package org.drafthorse.wire;

import java.lang.reflect.Field;
import java.util.List;
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
  private final ResourceRegistry registry;

  Observer(ServerSide side, ResourceRegistry registry) {
    this.side = side;
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
      case "clients" -> Integer.toString(runtime().clientCount() - observers());
      default -> throw new IllegalArgumentException(question);
    };
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
      Field field = registry.getClass().getDeclaredField("runtime");
      field.setAccessible(true);
      return (WebSocketRuntime) field.get(registry);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
