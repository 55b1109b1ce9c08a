package org.drafthorse.servlet.cdi;

import static jakarta.interceptor.Interceptor.Priority.PLATFORM_BEFORE;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.servlet.ServletContext;
import org.drafthorse.Broadcast;
import org.drafthorse.Nullable;
import org.drafthorse.ResourceContext;
import org.drafthorse.ResourceRegistry;
import org.drafthorse.servlet.WebSocketFilter;

/**
 * Makes a web application's {@link ResourceRegistry} injectable everywhere, and into a resource its
 * {@link ResourceContext} and a {@link Broadcast} to its connections.
 */
public final class InjectionExtension implements Extension {

  private volatile @Nullable ServletContext application;

  /** For the CDI container. */
  public InjectionExtension() {}

  /** CDI 4.0, section 6.7.3: what is initialised is the web application, before its beans hear. */
  void start(
      @Observes @Initialized(ApplicationScoped.class) @Priority(PLATFORM_BEFORE) Object event) {
    if (event instanceof ServletContext started) {
      application = started;
    }
  }

  void addBeans(@Observes AfterBeanDiscovery discovery) {
    discovery
        .<ResourceRegistry>addBean()
        .types(ResourceRegistry.class, Object.class)
        .scope(Dependent.class)
        .produceWith(beans -> registry());
    discovery
        .<ResourceContext>addBean()
        .types(ResourceContext.class, Object.class)
        .scope(Dependent.class)
        .produceWith(beans -> LateContext.current());
    discovery
        .<Broadcast>addBean()
        .types(Broadcast.class, Object.class)
        .scope(Dependent.class)
        .produceWith(beans -> new LateBroadcast(LateContext.current()));
  }

  private ResourceRegistry registry() {
    ServletContext started = application;
    if (started == null) {
      throw new IllegalStateException(
          "a ResourceRegistry is there from the start of the web application on");
    }
    return WebSocketFilter.registry(started);
  }
}
