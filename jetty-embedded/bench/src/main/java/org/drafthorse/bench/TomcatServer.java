package org.drafthorse.bench;

import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.tomcat.websocket.server.WsSci;

/**
 * Tomcat's Jakarta WebSocket. Its asynchronous sends must not overlap; so these block. It sets
 * memory aside for the largest message of each connection, so only those that ask for it get much.
 */
final class TomcatServer implements BenchServer {

  @Override
  public int start() throws Exception {
    TomcatContext tomcat = new TomcatContext();
    tomcat
        .context()
        .addServletContainerInitializer(new WsSci(), Set.of(Echo.class, Broadcast.class));
    return tomcat.start();
  }

  /** Public for Tomcat, which makes it. */
  @ServerEndpoint(ECHO)
  public static final class Echo {
    /** For Tomcat. */
    public Echo() {}

    /** Makes room. */
    @OnOpen
    public void onOpen(Session session) {
      if (LARGE.equals(session.getQueryString())) {
        session.setMaxBinaryMessageBufferSize(LARGEST_MESSAGE);
      }
    }

    /** Sends text back. */
    @OnMessage
    public void onText(Session session, String text) throws IOException {
      session.getBasicRemote().sendText(text);
    }

    /** Sends binary back. */
    @OnMessage
    public void onBinary(Session session, ByteBuffer data) throws IOException {
      session.getBasicRemote().sendBinary(data);
    }
  }

  /** Public for Tomcat, which makes it. */
  @ServerEndpoint(BROADCAST)
  public static final class Broadcast {
    private static final Set<Session> RECEIVERS = ConcurrentHashMap.newKeySet();

    /** For Tomcat. */
    public Broadcast() {}

    /** Joins. */
    @OnOpen
    public void onOpen(Session session) {
      if (LARGE.equals(session.getQueryString())) {
        session.setMaxTextMessageBufferSize(LARGEST_MESSAGE);
      }
      RECEIVERS.add(session);
    }

    /** Sends to all. */
    @OnMessage
    public void onText(String text) throws IOException {
      for (Session each : RECEIVERS) {
        each.getBasicRemote().sendText(text);
      }
    }

    /** Leaves. */
    @OnClose
    public void onClose(Session session) {
      RECEIVERS.remove(session);
    }
  }
}
