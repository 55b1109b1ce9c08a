package org.drafthorse.runtime;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.drafthorse.CloseStatus;
import org.drafthorse.Nullable;
import org.drafthorse.ResourceContext;
import org.drafthorse.ResourceOptions;
import org.drafthorse.ResourceRegistry;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;

/**
 * The registry: a map from path to resource. Any thread.
 *
 * <p>A path is taken before {@code onRegister}, so that of several who want it one gets that far,
 * and is found after it.
 */
final class Resources implements ResourceRegistry {

  private final WebSocketRuntime runtime;
  private final ConcurrentMap<String, RegisteredResource> byPath = new ConcurrentHashMap<>();

  Resources(WebSocketRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public ResourceContext register(
      String path, WebSocketResource resource, ResourceOptions options) {
    boolean pattern = path.chars().anyMatch(c -> "?#*{}".indexOf(c) >= 0 || c < ' ');
    if (!path.startsWith("/") || pattern) {
      throw new IllegalArgumentException(
          "a resource's path begins with a slash and has no query, fragment or pattern: " + path);
    }
    RegisteredResource registered = new RegisteredResource(runtime, path, resource, options);
    if (byPath.putIfAbsent(path, registered) != null) {
      throw new IllegalStateException("there is a resource at " + path + " already");
    }
    try {
      // Behind that: a stop that begins now finds the resource, one that had begun is seen here.
      if (runtime.clients().isStopping()) {
        throw new IllegalStateException("the server has stopped; cannot register " + path);
      }
      runtime.budget().makeRoomFor(options.limits().maxMessageSize());
      tell(resource, registered);
      registered.publish();
      return registered;
    } catch (Throwable e) {
      registered.retire();
      byPath.remove(path, registered);
      throw e;
    }
  }

  private static void tell(WebSocketResource resource, ResourceContext registered) {
    Turn call = Turn.enterCall();
    try {
      resource.onRegister(registered);
    } finally {
      call.exitCall();
    }
  }

  @Override
  public @Nullable ResourceContext find(String path) {
    return get(path);
  }

  @Override
  public boolean unregister(String path) {
    RegisteredResource resource = get(path);
    if (resource == null || !byPath.remove(path, resource)) {
      return false;
    }
    resource.retire();
    for (WebSocketConnection each : resource.connections()) {
      each.close(CloseStatus.GOING_AWAY);
    }
    return true;
  }

  @Nullable
  RegisteredResource get(String path) {
    RegisteredResource resource = byPath.get(path);
    return resource == null || !resource.isPublished() ? null : resource;
  }

  /** Those too that are being registered. */
  Collection<RegisteredResource> all() {
    return byPath.values();
  }
}
