package org.drafthorse.servlet.cdi;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.servlet.ServletContext;
import org.drafthorse.Broadcast;
import org.drafthorse.ResourceContext;
import org.drafthorse.ResourceRegistry;
import org.drafthorse.servlet.WebSocketFilter;

/**
 * Makes a web application's {@link ResourceRegistry} injectable everywhere, and into a resource its
 * {@link ResourceContext} and a {@link Broadcast} to its connections.
 */
public final class InjectionExtension implements Extension {

  /** For the CDI container. */
  public InjectionExtension() {}

  void addBeans(@Observes AfterBeanDiscovery discovery) {
    discovery
        .<ResourceRegistry>addBean()
        .types(ResourceRegistry.class, Object.class)
        .scope(Dependent.class)
        .produceWith(beans -> WebSocketFilter.registry(beans.select(ServletContext.class).get()));
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
}
