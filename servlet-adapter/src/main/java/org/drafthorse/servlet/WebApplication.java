package org.drafthorse.servlet;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.drafthorse.Nullable;
import org.drafthorse.ResourceOptions;
import org.drafthorse.ResourcePath;
import org.drafthorse.ResourceRegistry;
import org.drafthorse.WebSocketResource;
import org.drafthorse.runtime.Stop;
import org.drafthorse.runtime.WebSocketRuntime;

/**
 * The resources of one web application, which its filter serves. There before the filter is
 * initialised, for code that registers resources when the application starts: made by whoever asks
 * first, with the settings of the filter that web.xml declares, or of the one that {@link
 * WebSocketInitializer} adds.
 */
final class WebApplication {

  private static final String ATTRIBUTE = WebApplication.class.getName();
  private static final String ANNOTATED = ATTRIBUTE + ".annotated";

  private final String filterName;
  private final Map<String, String> parameters;
  private final FilterSettings settings;
  private final WebSocketRuntime runtime;
  private final ReachableResources registry;
  private final Stop stop = new Stop();
  private @Nullable ResourceFactory factory;

  private WebApplication(
      ServletContext context, String filterName, Map<String, String> parameters) {
    this.filterName = filterName;
    this.parameters = Map.copyOf(parameters);
    WebSocketRuntime.Builder builder =
        WebSocketRuntime.builder().contextClassLoader(context.getClassLoader());
    this.settings = FilterSettings.read(filterName, parameters, builder);
    this.runtime = builder.build();
    this.registry = new ReachableResources(runtime.registry());
  }

  /**
   * The one of that web application.
   *
   * @throws IllegalArgumentException if a setting of its filter is wrong
   * @throws IllegalStateException if it has no filter and gets none
   */
  static WebApplication of(ServletContext context) {
    WebApplication known = (WebApplication) context.getAttribute(ATTRIBUTE);
    if (known != null) {
      return known;
    }
    FilterRegistration declared = declaredFilter(context);
    if (declared == null && WebSocketInitializer.isOff(context)) {
      throw new IllegalStateException(
          "nobody would serve the resources of this web application: it has no "
              + WebSocketFilter.class.getName()
              + ", and context parameter "
              + WebSocketInitializer.AUTOMATIC
              + " is false, so that none is added");
    }
    return declared == null
        ? of(context, WebSocketInitializer.FILTER_NAME, WebSocketInitializer.PARAMETERS)
        : of(context, declared.getName(), declared.getInitParameters());
  }

  /** The same, for a filter that is being initialised. */
  static WebApplication of(
      ServletContext context, String filterName, Map<String, String> parameters) {
    WebApplication known = (WebApplication) context.getAttribute(ATTRIBUTE);
    if (known == null) {
      known = new WebApplication(context, filterName, parameters);
      context.setAttribute(ATTRIBUTE, known);
    } else if (!known.filterName.equals(filterName)) {
      throw new IllegalArgumentException(
          "one filter serves all resources of a web application, but there are two: "
              + known.filterName
              + " and "
              + filterName);
    } else if (!known.parameters.equals(parameters)) {
      throw new IllegalArgumentException(
          "the init parameters of filter "
              + filterName
              + " were changed after its resources were asked for");
    }
    return known;
  }

  /** Ends what was made for a filter that never came to be; one that did has ended it. */
  static void discard(ServletContext context) {
    context.removeAttribute(ANNOTATED);
    if (context.getAttribute(ATTRIBUTE) instanceof WebApplication left) {
      left.stop(context, Duration.ZERO);
    }
  }

  /** The filter of ours that the application has, or null. */
  static @Nullable FilterRegistration declaredFilter(ServletContext context) {
    List<FilterRegistration> ours;
    try {
      ours =
          context.getFilterRegistrations().values().stream()
              .<FilterRegistration>map(each -> each)
              .filter(each -> WebSocketFilter.class.getName().equals(each.getClassName()))
              .toList();
    } catch (UnsupportedOperationException e) {
      throw new IllegalStateException(
          "the container shows the filters only to listeners that are declared in web.xml or"
              + " annotated with @WebListener",
          e);
    }
    if (ours.size() > 1) {
      throw new IllegalArgumentException(
          "one filter serves all resources of a web application, but there are several: "
              + ours.stream().map(FilterRegistration::getName).sorted().toList());
    }
    return ours.isEmpty() ? null : ours.get(0);
  }

  /**
   * Keeps the annotated classes for {@link #start}: when they are found it is too early for CDI.
   */
  static void keepAnnotated(ServletContext context, Set<Class<?>> found) {
    context.setAttribute(
        ANNOTATED, found.stream().sorted(Comparator.comparing(Class::getName)).toList());
  }

  ResourceRegistry registry() {
    return registry;
  }

  WebSocketRuntime runtime() {
    return runtime;
  }

  UnknownPath unknownPath() {
    return settings.unknownPath();
  }

  /** Registers what web.xml and annotations name. */
  void start(ServletContext context) throws ServletException {
    ResourceFactory made = ResourceFactories.ofThisApplication();
    factory = made;
    for (String path : settings.paths()) {
      String name = settings.classOf(path);
      String where = "init parameter " + path + " of filter " + filterName + ": class " + name;
      register(made, where, path, type(where, name), settings.optionsOf(path));
    }
    if (context.getAttribute(ANNOTATED) instanceof List<?> annotated) {
      context.removeAttribute(ANNOTATED);
      for (Object each : annotated) {
        registerAnnotated(made, (Class<?>) each);
      }
    }
    runtime.start();
  }

  /** Warns of resources that no client can reach, now and whenever one is registered. */
  void check(FilterMappings mappings) {
    registry.check(mappings);
  }

  void stop(ServletContext context, Duration patience) {
    context.removeAttribute(ATTRIBUTE);
    // A callback that undeploys its own application goes on without classes from here on.
    stop.runAndWait(() -> end(patience));
  }

  private void end(Duration patience) {
    try {
      runtime.stop(patience);
    } finally {
      if (factory != null) {
        factory.close();
      }
    }
  }

  private void registerAnnotated(ResourceFactory made, Class<?> type) throws ServletException {
    ResourcePath annotation = type.getAnnotation(ResourcePath.class);
    if (annotation == null) {
      // A subclass of an annotated class, which some containers report too.
      return;
    }
    String where = "class " + type.getName() + ", which has @ResourcePath";
    ResourceOptions options;
    try {
      options = settings.optionsOf(annotation);
    } catch (IllegalArgumentException e) {
      throw new ServletException(where + ": " + e.getMessage(), e);
    }
    register(made, where, annotation.value(), type, options);
  }

  private void register(
      ResourceFactory made, String where, String path, Class<?> type, ResourceOptions options)
      throws ServletException {
    if (!WebSocketResource.class.isAssignableFrom(type)) {
      throw new ServletException(
          where + ": it does not implement " + WebSocketResource.class.getName());
    }
    try {
      WebSocketResource resource = made.make(type.asSubclass(WebSocketResource.class));
      registry.register(path, resource, options);
    } catch (ServletException | RuntimeException e) {
      throw new ServletException(where + ": " + OneLine.of(e), e);
    } catch (Error e) {
      // Where its static initializer fails, only the cause tells why.
      throw new ServletException(where + ": " + OneLine.withCause(e), e);
    }
  }

  private static Class<?> type(String where, String name) throws ServletException {
    try {
      return Class.forName(name, true, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException e) {
      throw new ServletException(where + " is not there", e);
    } catch (LinkageError e) {
      throw new ServletException(where + " cannot be loaded: " + OneLine.withCause(e), e);
    }
  }
}
