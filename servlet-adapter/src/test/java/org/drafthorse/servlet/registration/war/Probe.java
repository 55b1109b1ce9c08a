package org.drafthorse.servlet.registration.war;

import java.util.ArrayList;
import java.util.List;
import org.drafthorse.CloseStatus;
import org.drafthorse.HandshakeDecision;
import org.drafthorse.HandshakeRequest;
import org.drafthorse.ListenerMode;
import org.drafthorse.ResourceContext;
import org.drafthorse.ResourceOptions;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;

/** The resource that is registered in every way: echoes, and tells about itself when asked. */
public class Probe implements WebSocketResource {

  private final List<String> events = new ArrayList<>();
  private ResourceContext context;

  /** For whoever registers it. */
  public Probe() {}

  @Override
  public void onRegister(ResourceContext registered) {
    note("register");
    context = registered;
    if (registered.options().listenerMode() == ListenerMode.OWN) {
      Thread listener = new Thread(registered.listener(), "probe-listener");
      listener.setDaemon(true);
      listener.start();
    }
  }

  @Override
  public HandshakeDecision onHandshake(HandshakeRequest request) {
    note("handshake " + request.queryString());
    return HandshakeDecision.accept();
  }

  @Override
  public void onOpen(WebSocketConnection connection) {
    note("open " + id(connection));
  }

  @Override
  public void onText(WebSocketConnection connection, String text) {
    String answer =
        switch (text) {
          case "?thread" -> Thread.currentThread().getName();
          case "?loader" ->
              Thread.currentThread().getContextClassLoader() == getClass().getClassLoader()
                  ? "own"
                  : "another";
          case "?options" -> options(context.path(), context.options());
          case "?events" -> events();
          default -> text;
        };
    connection.sendText(answer);
  }

  @Override
  public void onClose(WebSocketConnection connection, CloseStatus status) {
    note("close " + id(connection) + " " + status.code());
  }

  private static String options(String path, ResourceOptions options) {
    return path
        + " "
        + options.versions()
        + " "
        + options.listenerMode()
        + " "
        + options.overflowPolicy()
        + " "
        + options.mailboxPerConnection()
        + " "
        + options.limits().maxMessageSize()
        + " "
        + options.limits().pingInterval()
        + " "
        + options.limits().idleTimeout();
  }

  private static String id(WebSocketConnection connection) {
    return connection.handshake().queryString();
  }

  private String events() {
    synchronized (events) {
      return String.join(",", events);
    }
  }

  private void note(String event) {
    synchronized (events) {
      events.add(event);
    }
  }
}
