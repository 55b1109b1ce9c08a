package org.drafthorse.servlet;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.drafthorse.Nullable;
import org.drafthorse.ResourceContext;
import org.drafthorse.ResourceOptions;
import org.drafthorse.ResourceRegistry;
import org.drafthorse.WebSocketResource;

/**
 * The resources of a web application, which warns of those that no client can reach, because its
 * filter is not mapped to them. Any thread.
 */
final class ReachableResources implements ResourceRegistry {

  private static final System.Logger LOG = System.getLogger("org.drafthorse.servlet");

  private final ResourceRegistry all;

  /** Registered before the mappings were known; guarded by this. */
  private final Set<String> unchecked = new TreeSet<>();

  /** Guarded by this. */
  private @Nullable FilterMappings mappings;

  ReachableResources(ResourceRegistry all) {
    this.all = all;
  }

  @Override
  public ResourceContext register(
      String path, WebSocketResource resource, ResourceOptions options) {
    ResourceContext registered = all.register(path, resource, options);
    FilterMappings known;
    synchronized (this) {
      known = mappings;
      if (known == null) {
        unchecked.add(path);
      }
    }
    if (known != null) {
      warn(known, List.of(path));
    }
    return registered;
  }

  @Override
  public @Nullable ResourceContext find(String path) {
    return all.find(path);
  }

  @Override
  public boolean unregister(String path) {
    synchronized (this) {
      unchecked.remove(path);
    }
    return all.unregister(path);
  }

  /** Checks what is there, in one line, and from now on what comes. */
  void check(FilterMappings known) {
    Set<String> before;
    synchronized (this) {
      mappings = known;
      before = new TreeSet<>(unchecked);
      unchecked.clear();
    }
    warn(known, before);
  }

  private static void warn(FilterMappings known, Collection<String> paths) {
    String complaint = known.complaint(paths);
    if (complaint != null) {
      LOG.log(System.Logger.Level.WARNING, complaint);
    }
  }
}
