package org.drafthorse.example;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.drafthorse.CloseStatus;
import org.drafthorse.Nullable;
import org.drafthorse.ResourceContext;
import org.drafthorse.ResourcePath;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;

/**
 * A chat room for clients of all versions. Everybody gets every line:
 *
 * <pre>
 * * ann joined                   somebody came; a newcomer's first such line tells its own name
 * * here: ann (13), bob (00)     who is there now, and which protocol version each speaks
 * ann: hello                     a line
 * * ann left                     somebody went
 * </pre>
 *
 * <p>The name is asked for in the query, {@code /chat?name=ann}. Callbacks come one at a time, so
 * plain fields need no locks.
 */
@ResourcePath("/chat")
public final class ChatResource implements WebSocketResource {

  /** Beyond this the list of names would be most of the traffic. */
  private static final int MOST_NAMES = 100;

  private final Map<String, WebSocketConnection> visitors = new LinkedHashMap<>();
  private @Nullable ResourceContext context;
  private int guests;

  /** For the container. */
  public ChatResource() {}

  @Override
  public void onRegister(ResourceContext registered) {
    context = registered;
  }

  @Override
  public void onOpen(WebSocketConnection connection) {
    String asked = Names.asked(connection.handshake().queryString());
    String name = asked;
    for (int i = 2; name.isEmpty() || visitors.containsKey(name); i++) {
      name = asked.isEmpty() ? "guest " + ++guests : asked + " " + i;
    }
    visitors.put(name, connection);
    connection.attach(name);
    tellAll("* " + name + " joined");
    tellAll(roster());
  }

  @Override
  public void onText(WebSocketConnection connection, String text) {
    tellAll(connection.attachment() + ": " + Names.oneLine(text));
  }

  @Override
  public void onClose(WebSocketConnection connection, CloseStatus status) {
    Object name = connection.attachment();
    visitors.remove(name);
    tellAll("* " + name + " left");
    tellAll(roster());
  }

  private String roster() {
    if (visitors.size() > MOST_NAMES) {
      return "* here: " + visitors.size() + " people";
    }
    return visitors.entrySet().stream()
        .map(each -> each.getKey() + " (" + version(each.getValue()) + ")")
        .collect(Collectors.joining(", ", "* here: ", ""));
  }

  private static String version(WebSocketConnection connection) {
    int number = connection.version().number();
    return number == 0 ? "00" : String.valueOf(number);
  }

  private void tellAll(String line) {
    Objects.requireNonNull(context, "onRegister comes first").broadcast().sendText(line);
  }
}
