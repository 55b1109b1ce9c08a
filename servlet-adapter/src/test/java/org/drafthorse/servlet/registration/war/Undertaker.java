package org.drafthorse.servlet.registration.war;

import org.drafthorse.ListenerMode;
import org.drafthorse.ResourcePath;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.drafthorse.servlet.registration.Ledger;

/** Ends the application that it is part of, when told to. */
public abstract class Undertaker implements WebSocketResource {

  Undertaker() {}

  @Override
  public void onText(WebSocketConnection connection, String text) {
    Ledger.run(text);
  }

  /** On I/O threads. */
  @ResourcePath(value = "/direct", origins = "any", listener = ListenerMode.DIRECT)
  public static final class Direct extends Undertaker {
    /** For the container. */
    public Direct() {}
  }

  /** On an executor. */
  @ResourcePath(value = "/executor", origins = "any", listener = ListenerMode.EXECUTOR)
  public static final class Executed extends Undertaker {
    /** For the container. */
    public Executed() {}
  }
}
