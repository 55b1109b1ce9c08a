package org.drafthorse.servlet.registration.war;

import org.drafthorse.ListenerMode;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourcePath;

/** The probe under annotations. */
public final class AnnotatedProbes {

  private AnnotatedProbes() {}

  /** On I/O threads. */
  @ResourcePath(
      value = "/direct",
      origins = {"same-host", "https://good.example"},
      versions = {ProtocolVersion.V13, ProtocolVersion.V8},
      listener = ListenerMode.DIRECT,
      settings = {"max-message-size=1k", "overflow=drop", "ping-interval=20s", "idle-timeout=2m"})
  public static class Direct extends Probe {
    /** For the container. */
    public Direct() {}
  }

  /** On an executor. */
  @ResourcePath(
      value = "/executor",
      origins = {"same-host", "https://good.example"},
      versions = {ProtocolVersion.V13, ProtocolVersion.V8},
      listener = ListenerMode.EXECUTOR,
      settings = {"max-message-size=1k", "overflow=drop", "ping-interval=20s", "idle-timeout=2m"})
  public static class Executed extends Probe {
    /** For the container. */
    public Executed() {}
  }

  /** On a thread of its own. */
  @ResourcePath(
      value = "/own",
      origins = {"same-host", "https://good.example"},
      versions = {ProtocolVersion.V13, ProtocolVersion.V8},
      listener = ListenerMode.OWN,
      settings = {"max-message-size=1k", "overflow=drop", "ping-interval=20s", "idle-timeout=2m"})
  public static class Own extends Probe {
    /** For the container. */
    public Own() {}
  }
}
