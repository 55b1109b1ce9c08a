package org.drafthorse.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.HandlesTypes;
import java.util.EnumSet;
import java.util.Set;
import org.drafthorse.Nullable;
import org.drafthorse.ResourcePath;

/**
 * Finds the classes with {@link ResourcePath}, and adds a {@link WebSocketFilter} where web.xml
 * declares none. The added filter is behind all filters that the application has by the time its
 * own listeners have run, and passes requests for unknown paths down the chain.
 *
 * <p>The context parameter {@code org.drafthorse.automatic} set to {@code false} turns all of this
 * off.
 */
@HandlesTypes(ResourcePath.class)
public final class WebSocketInitializer implements ServletContainerInitializer {

  static final String FILTER_NAME = "drafthorse";

  private static final String AUTOMATIC = "org.drafthorse.automatic";

  /** For the container. */
  public WebSocketInitializer() {}

  @Override
  public void onStartup(@Nullable Set<Class<?>> found, ServletContext context)
      throws ServletException {
    if (!isAutomatic(context.getInitParameter(AUTOMATIC))) {
      return;
    }
    WebApplication.keepAnnotated(context, found == null ? Set.of() : found);
    try {
      if (WebApplication.declaredFilter(context) == null) {
        addFilter(context);
      }
    } catch (IllegalArgumentException e) {
      throw new ServletException(e.getMessage(), e);
    }
  }

  private static boolean isAutomatic(@Nullable String value) throws ServletException {
    return switch (value == null ? "true" : value.strip()) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new ServletException(
              "context parameter " + AUTOMATIC + ": true or false, not " + value);
    };
  }

  private static void addFilter(ServletContext context) {
    FilterRegistration.Dynamic filter = context.addFilter(FILTER_NAME, WebSocketFilter.class);
    filter.setAsyncSupported(true);
    filter.setInitParameter("unknown-path", "chain");
    context.addListener(new MapLast(filter));
  }

  /** Initializers run before the application's listeners, which may add filters too. */
  private record MapLast(FilterRegistration.Dynamic filter) implements ServletContextListener {
    @Override
    public void contextInitialized(ServletContextEvent event) {
      filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
    }
  }
}
