package org.drafthorse.servlet.registration.war;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import org.drafthorse.Broadcast;
import org.drafthorse.ListenerMode;
import org.drafthorse.ResourcePath;
import org.drafthorse.WebSocketResource;

/** Resources that cannot be registered. */
public final class Wrong {

  private Wrong() {}

  /** No resource. */
  @ResourcePath("/x")
  public static final class NotAResource {
    /** For the container. */
    public NotAResource() {}
  }

  /** Cannot be made. */
  @ResourcePath("/x")
  public abstract static class Abstract implements WebSocketResource {
    /** For a subclass. */
    protected Abstract() {}
  }

  /** Cannot be made. */
  @ResourcePath("/x")
  public interface AnInterface extends WebSocketResource {}

  /** Cannot be made but by CDI. */
  @ResourcePath("/x")
  public static final class Demanding implements WebSocketResource {
    /** For nobody. */
    public Demanding(String demand) {}
  }

  /** Cannot be made from outside. */
  @ResourcePath("/x")
  public static final class Hidden implements WebSocketResource {
    private Hidden() {}
  }

  /** Fails while it is made. */
  @ResourcePath("/x")
  public static final class Throwing implements WebSocketResource {
    /** For the container. */
    public Throwing() {
      throw new IllegalStateException("no luck\ntoday");
    }
  }

  /** Cannot even be initialised. */
  @ResourcePath("/x")
  public static final class Static implements WebSocketResource {
    private static final int NUMBER = Integer.parseInt("none");

    /** For the container. */
    public Static() {}

    @Override
    public String toString() {
      return "number " + NUMBER;
    }
  }

  /** Fails with an error when it is registered. */
  @ResourcePath("/x")
  public static final class Asserting implements WebSocketResource {
    /** For the container. */
    public Asserting() {}

    @Override
    public void onRegister(org.drafthorse.ResourceContext context) {
      throw new AssertionError("never here");
    }
  }

  /** Fails when it is registered. */
  @ResourcePath("/x")
  public static final class ThrowingLater implements WebSocketResource {
    /** For the container. */
    public ThrowingLater() {}

    @Override
    public void onRegister(org.drafthorse.ResourceContext context) {
      // So that there are threads to be ended.
      context.execute(() -> {});
      throw new IllegalStateException("no luck then");
    }
  }

  /** Has two modes. */
  @ResourcePath(
      value = "/x",
      listener = {ListenerMode.DIRECT, ListenerMode.OWN})
  public static final class TwoModes implements WebSocketResource {
    /** For the container. */
    public TwoModes() {}
  }

  /** Has a path that is none. */
  @ResourcePath("x")
  public static final class NoPath implements WebSocketResource {
    /** For the container. */
    public NoPath() {}
  }

  /** Has an origin that is none. */
  @ResourcePath(value = "/x", origins = "https://example.com/page")
  public static final class NoOrigin implements WebSocketResource {
    /** For the container. */
    public NoOrigin() {}
  }

  /** Says twice where callbacks run. */
  @ResourcePath(value = "/x", listener = ListenerMode.DIRECT, settings = "listener=own")
  public static final class Twice implements WebSocketResource {
    /** For the container. */
    public Twice() {}
  }

  /** Has a setting that does not exist. */
  @ResourcePath(value = "/x", settings = "colour=red")
  public static final class Coloured implements WebSocketResource {
    /** For the container. */
    public Coloured() {}
  }

  /** Has settings that contradict each other. */
  @ResourcePath(
      value = "/x",
      settings = {"ping-interval=1m", "idle-timeout=30s"})
  public static final class Hasty implements WebSocketResource {
    /** For the container. */
    public Hasty() {}
  }

  /** Has the path of another one. */
  @ResourcePath("/x")
  public static final class First implements WebSocketResource {
    /** For the container. */
    public First() {}
  }

  /** Has the path of another one. */
  @ResourcePath("/x")
  public static final class Second implements WebSocketResource {
    /** For the container. */
    public Second() {}
  }

  /** Wants something injected where there may be no CDI. */
  @ResourcePath("/x")
  public static class Injected implements WebSocketResource {
    @Inject private Broadcast all;

    /** For CDI. */
    public Injected() {}

    @Override
    public String toString() {
      return "to " + all;
    }
  }

  /** Wants something injected that there is not. */
  @ResourcePath("/x")
  public static final class Unsatisfied implements WebSocketResource {
    private final Comparable<Unsatisfied> nobody;

    /** For CDI. */
    @Inject
    public Unsatisfied(Comparable<Unsatisfied> nobody) {
      this.nobody = nobody;
    }

    @Override
    public String toString() {
      return "with " + nobody;
    }
  }

  /** Would be another one for each callback. */
  @RequestScoped
  @ResourcePath("/x")
  public static class OfRequest implements WebSocketResource {
    /** For CDI. */
    public OfRequest() {}
  }
}
