package org.drafthorse.servlet.registration.war.order;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.util.EnumSet;
import java.util.Set;
import org.drafthorse.ResourceContext;
import org.drafthorse.servlet.WebSocketFilter;

/** Code of the application that adds filters and resources as it starts. */
public final class Adders {

  private Adders() {}

  /** Adds a filter, a resource, and a listener that is shown no filters. */
  public static final class Initializer implements ServletContainerInitializer {
    /** For the container. */
    public Initializer() {}

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
      add("initializer", context);
      ResourceContext unused =
          WebSocketFilter.registry(context).register("/by-initializer", new Ordered());
      context.addListener(new Restricted());
    }
  }

  /** Adds a filter and a resource. */
  @WebListener
  public static final class Listener implements ServletContextListener {
    /** For the container. */
    public Listener() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
      add("listener", event.getServletContext());
      ResourceContext unused =
          WebSocketFilter.registry(event.getServletContext())
              .register("/by-listener", new Ordered());
    }
  }

  private static final class Restricted implements ServletContextListener {
    @Override
    public void contextInitialized(ServletContextEvent event) {
      ResourceContext unused =
          WebSocketFilter.registry(event.getServletContext())
              .register("/by-restricted-listener", new Ordered());
    }
  }

  private static void add(String name, ServletContext context) {
    FilterRegistration.Dynamic filter = context.addFilter(name, Noting.class);
    filter.setAsyncSupported(true);
    filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
  }
}
