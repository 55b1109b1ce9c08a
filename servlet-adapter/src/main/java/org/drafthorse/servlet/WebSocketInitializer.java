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
import java.util.Map;
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

  /** Of the filter that is added here. */
  static final Map<String, String> PARAMETERS = Map.of("unknown-path", "chain");

  static final String AUTOMATIC = "org.drafthorse.automatic";

  /** For the container. */
  public WebSocketInitializer() {}

  @Override
  public void onStartup(@Nullable Set<Class<?>> found, ServletContext context)
      throws ServletException {
    boolean automatic = isAutomatic(context.getInitParameter(AUTOMATIC));
    FilterRegistration.Dynamic added = null;
    try {
      boolean declared = WebApplication.declaredFilter(context) != null;
      if (automatic) {
        WebApplication.keepAnnotated(context, found == null ? Set.of() : found);
        added = declared ? null : addFilter(context);
      }
      if (automatic || declared) {
        // Now, because not all listeners are shown the filters.
        WebApplication unused = WebApplication.of(context);
      }
    } catch (IllegalArgumentException e) {
      throw new ServletException(e.getMessage(), e);
    }
    context.addListener(new Ends(added));
  }

  /** Whether the application says so; what it says may be nonsense. */
  static boolean isOff(ServletContext context) {
    String value = context.getInitParameter(AUTOMATIC);
    return value != null && value.strip().equals("false");
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

  private static FilterRegistration.Dynamic addFilter(ServletContext context) {
    FilterRegistration.Dynamic filter = context.addFilter(FILTER_NAME, WebSocketFilter.class);
    if (filter == null) {
      throw new IllegalArgumentException(
          "filter " + FILTER_NAME + " has the name of the one that is added for WebSocket");
    }
    filter.setAsyncSupported(true);
    PARAMETERS.forEach(filter::setInitParameter);
    return filter;
  }

  /**
   * The last to hear that the application starts, since initializers run before the application's
   * own listeners: those may add filters too, and the one that was added here goes behind theirs.
   */
  private static final class Ends implements ServletContextListener {

    private final FilterRegistration.@Nullable Dynamic added;

    Ends(FilterRegistration.@Nullable Dynamic added) {
      this.added = added;
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
      if (added != null) {
        added.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
      }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
      WebApplication.discard(event.getServletContext());
    }
  }
}
