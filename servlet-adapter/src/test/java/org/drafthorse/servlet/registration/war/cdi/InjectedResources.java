package org.drafthorse.servlet.registration.war.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.drafthorse.ListenerMode;
import org.drafthorse.ResourceContext;
import org.drafthorse.ResourcePath;
import org.drafthorse.ResourceRegistry;

/** Beans of either scope, and classes that are none, in all modes. */
public final class InjectedResources {

  private InjectedResources() {}

  /** A bean, behind a proxy. */
  @ApplicationScoped
  @ResourcePath("/application")
  public static class OfApplication extends Injected {
    /** For the proxy. */
    protected OfApplication() {
      super(null, null);
    }

    /** For CDI. */
    @Inject
    public OfApplication(ResourceRegistry registry, ResourceContext context) {
      super(registry, context);
    }
  }

  /** A bean. */
  @Dependent
  @ResourcePath(value = "/dependent", listener = ListenerMode.DIRECT)
  public static class OfNobody extends Injected {
    /** For CDI. */
    @Inject
    public OfNobody(ResourceRegistry registry, ResourceContext context) {
      super(registry, context);
    }
  }

  /** No bean. */
  @ResourcePath(value = "/plain", settings = "mailbox=connection")
  public static class Plain extends Injected {
    /** For CDI. */
    @Inject
    public Plain(ResourceRegistry registry, ResourceContext context) {
      super(registry, context);
    }
  }

  /** No bean; callbacks run on a thread of its own. */
  @ResourcePath(value = "/own", listener = ListenerMode.OWN)
  public static class Own extends Injected {
    /** For CDI. */
    @Inject
    public Own(ResourceRegistry registry, ResourceContext context) {
      super(registry, context);
    }

    @Override
    public void onRegister(ResourceContext registered) {
      Thread listener = new Thread(registered.listener(), "own-listener");
      listener.setDaemon(true);
      listener.start();
    }
  }
}
