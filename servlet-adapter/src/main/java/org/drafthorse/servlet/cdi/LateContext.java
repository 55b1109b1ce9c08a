package org.drafthorse.servlet.cdi;

import java.util.Collection;
import org.drafthorse.Broadcast;
import org.drafthorse.Nullable;
import org.drafthorse.ResourceContext;
import org.drafthorse.ResourceListener;
import org.drafthorse.ResourceOptions;
import org.drafthorse.WebSocketConnection;

/**
 * A resource's context, as it is injected: there before the resource is registered, of use from
 * {@code onRegister} on. Tasks run in a request context. Any thread.
 */
final class LateContext implements ResourceContext {

  /** Whose resource this thread makes. */
  private static final ThreadLocal<@Nullable LateContext> CURRENT = new ThreadLocal<>();

  private final RequestContexts requests;
  private volatile @Nullable ResourceContext registered;

  LateContext(RequestContexts requests) {
    this.requests = requests;
  }

  /** From now on that one is injected; returns the one before, for {@link #leave}. */
  static @Nullable LateContext enter(LateContext context) {
    LateContext before = CURRENT.get();
    CURRENT.set(context);
    return before;
  }

  static void leave(@Nullable LateContext before) {
    if (before == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(before);
    }
  }

  static LateContext current() {
    LateContext context = CURRENT.get();
    if (context == null) {
      throw new IllegalStateException(
          "a ResourceContext or Broadcast is injected into a resource, and what is made with it;"
              + " elsewhere inject ResourceRegistry and ask it for the path");
    }
    return context;
  }

  void set(ResourceContext context) {
    registered = context;
  }

  private ResourceContext registered() {
    ResourceContext context = registered;
    if (context == null) {
      throw new IllegalStateException("the resource is not registered yet; wait for onRegister");
    }
    return context;
  }

  @Override
  public String path() {
    return registered().path();
  }

  @Override
  public ResourceOptions options() {
    return registered().options();
  }

  @Override
  public Collection<WebSocketConnection> connections() {
    return registered().connections();
  }

  @Override
  public Broadcast broadcast() {
    return registered().broadcast();
  }

  @Override
  public Broadcast broadcast(Collection<? extends WebSocketConnection> receivers) {
    return registered().broadcast(receivers);
  }

  @Override
  public boolean execute(Runnable task) {
    return registered().execute(() -> requests.run(task));
  }

  @Override
  public boolean post(Object message) {
    return registered().post(message);
  }

  @Override
  public ResourceListener listener() {
    return registered().listener();
  }
}
