package org.drafthorse.jetty;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.drafthorse.Broadcast;
import org.drafthorse.CloseStatus;
import org.drafthorse.Nullable;
import org.drafthorse.ResourceContext;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;

/**
 * A chat room. Whatever a client sends is a line, and everybody gets it, the sender included; so do
 * all when somebody comes or goes. Clients of all versions share the room.
 *
 * <pre>
 * * ann joined            somebody came; a newcomer's first such line tells its own name
 * ann: hello              a line; control characters in it have become spaces
 * * ann sends 12 bytes    the binary message follows, for those whose version has it
 * * ann left              somebody went
 * </pre>
 *
 * <p>The name is asked for in the query, {@code /chat?name=ann}. It is cut down to letters, digits,
 * spaces and {@code . _ -}, and gets a number if it is taken; without one it is {@code guest 1} and
 * so on.
 *
 * <p>Never blocks. One object serves one path, and not with a mailbox per connection.
 */
public final class ChatResource implements WebSocketResource {

  private @Nullable ResourceContext context;
  private final Set<String> names = new HashSet<>();
  private long guests;

  /** To be registered once. */
  public ChatResource() {}

  @Override
  public void onRegister(ResourceContext registered) {
    context = registered;
  }

  @Override
  public void onOpen(WebSocketConnection connection) {
    String name = newName(ChatNames.asked(connection.handshake().queryString()));
    connection.attach(name);
    everybody().sendText("* " + name + " joined");
  }

  @Override
  public void onText(WebSocketConnection connection, String text) {
    everybody().sendText(name(connection) + ": " + OneLine.of(text));
  }

  @Override
  public void onBinary(WebSocketConnection connection, ByteBuffer data) {
    everybody().sendText("* " + name(connection) + " sends " + data.remaining() + " bytes");
    everybody().sendBinary(data);
  }

  @Override
  public void onClose(WebSocketConnection connection, CloseStatus status) {
    String name = name(connection);
    names.remove(name);
    everybody().sendText("* " + name + " left");
  }

  private String newName(String asked) {
    String name = asked;
    if (name.isEmpty()) {
      do {
        guests++;
        name = "guest " + guests;
      } while (!names.add(name));
      return name;
    }
    for (int i = 2; !names.add(name); i++) {
      name = asked + " " + i;
    }
    return name;
  }

  private static String name(WebSocketConnection connection) {
    return String.valueOf(connection.attachment());
  }

  private Broadcast everybody() {
    return Objects.requireNonNull(context, "the resource is not registered").broadcast();
  }
}
