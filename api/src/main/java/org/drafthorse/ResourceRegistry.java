package org.drafthorse;

/**
 * The resources of one server or web application, by path. Any thread; changes take effect for the
 * next handshake.
 */
public interface ResourceRegistry {

  /** Registers with {@link ResourceOptions#defaults()}. */
  default ResourceContext register(String path, WebSocketResource resource) {
    return register(path, resource, ResourceOptions.defaults());
  }

  /**
   * Registers a resource and calls its {@link WebSocketResource#onRegister}; when that is over, it
   * can be found and clients may come. If it throws, the path is free again. Of several that want a
   * path at once one is registered, and {@code onRegister} of the others is not called.
   *
   * <p>One object under two paths has two mailboxes, and so may be called by two threads at once.
   *
   * @param path begins with a slash and matches the decoded path exactly; no query, no pattern
   * @throws IllegalArgumentException if the path is malformed
   * @throws IllegalStateException if the path is taken, or the server has stopped
   */
  ResourceContext register(String path, WebSocketResource resource, ResourceOptions options);

  /** The resource of that path, or null. */
  @Nullable
  ResourceContext find(String path);

  /**
   * Takes the resource away: the path is unknown from now on, and its clients are closed with 1001.
   *
   * @return false if there was none
   */
  boolean unregister(String path);
}
