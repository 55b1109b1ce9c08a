package org.drafthorse.servlet.registration.war;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Objects;
import org.drafthorse.ListenerMode;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceContext;
import org.drafthorse.ResourcePath;
import org.drafthorse.ResourceRegistry;

/** The probe as beans, and as a class that is none. */
public final class BeanProbes {

  private BeanProbes() {}

  /** Notices if it was made, but not by CDI. */
  private abstract static class Made extends Probe {
    @Inject private ResourceRegistry registry;

    @Override
    public void onRegister(ResourceContext registered) {
      Objects.requireNonNull(registry, "nothing was injected");
      super.onRegister(registered);
    }
  }

  /** On I/O threads. */
  @ApplicationScoped
  @ResourcePath(
      value = "/direct",
      origins = {"same-host", "https://good.example"},
      versions = {ProtocolVersion.V13, ProtocolVersion.V8},
      listener = ListenerMode.DIRECT,
      settings = {"max-message-size=1k", "overflow=drop", "ping-interval=20s", "idle-timeout=2m"})
  public static class Direct extends Made {
    /** For the container. */
    public Direct() {}
  }

  /** On an executor. */
  @Dependent
  @ResourcePath(
      value = "/executor",
      origins = {"same-host", "https://good.example"},
      versions = {ProtocolVersion.V13, ProtocolVersion.V8},
      listener = ListenerMode.EXECUTOR,
      settings = {"max-message-size=1k", "overflow=drop", "ping-interval=20s", "idle-timeout=2m"})
  public static class Executed extends Made {
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
  public static class Own extends Made {
    /** For the container. */
    public Own() {}
  }
}
