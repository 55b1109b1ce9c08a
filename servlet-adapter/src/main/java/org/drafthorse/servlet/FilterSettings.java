package org.drafthorse.servlet;

import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.drafthorse.Limits;
import org.drafthorse.ListenerMode;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.drafthorse.ResourceRegistry;
import org.drafthorse.WebSocketResource;
import org.drafthorse.runtime.WebSocketRuntime;

/** The filter's init parameters, as {@link WebSocketFilter} lists them. */
final class FilterSettings {

  private final Map<String, String> resources = new LinkedHashMap<>();
  private final Limits.Builder limits = Limits.builder();
  private final ResourceOptions.Builder options = ResourceOptions.builder();
  private final WebSocketRuntime.Builder runtime = WebSocketRuntime.builder();
  private UnknownPath unknownPath = UnknownPath.NOT_FOUND;

  private FilterSettings() {}

  static FilterSettings read(FilterConfig config) throws ServletException {
    FilterSettings settings = new FilterSettings();
    settings.runtime.contextClassLoader(config.getServletContext().getClassLoader());
    for (String name : Collections.list(config.getInitParameterNames())) {
      String value = config.getInitParameter(name).strip();
      try {
        settings.set(name.strip(), value);
      } catch (IllegalArgumentException e) {
        throw new ServletException(
            "init parameter "
                + name
                + " of filter "
                + config.getFilterName()
                + ": "
                + e.getMessage(),
            e);
      }
    }
    return settings;
  }

  UnknownPath unknownPath() {
    return unknownPath;
  }

  WebSocketRuntime newRuntime() {
    return runtime.build();
  }

  void registerResources(ResourceRegistry registry) throws ServletException {
    ResourceOptions all = options.limits(limits.build()).build();
    for (Map.Entry<String, String> each : resources.entrySet()) {
      registry.register(each.getKey(), newResource(each.getKey(), each.getValue()), all);
    }
  }

  private void set(String name, String value) {
    if (name.startsWith("/")) {
      resources.put(name, value);
      return;
    }
    switch (name) {
      case "origins" -> options.origins(origins(value));
      case "versions" -> runtime.versions(versions(value));
      case "listener" -> options.listenerMode(listenerMode(value));
      case "max-clients" -> runtime.maxClients(number(value));
      case "max-frame-size" -> limits.maxFrameSize(number(value));
      case "max-message-size" -> limits.maxMessageSize(number(value));
      case "unknown-path" -> unknownPath = unknownPath(value);
      default ->
          throw new IllegalArgumentException(
              "there is no such setting, and the path of a resource begins with a slash");
    }
  }

  private static OriginPolicy origins(String value) {
    if (value.equals("any")) {
      return OriginPolicy.any();
    }
    return OriginPolicy.or(
        Arrays.stream(list(value)).map(FilterSettings::origin).toArray(OriginPolicy[]::new));
  }

  private static OriginPolicy origin(String value) {
    return switch (value) {
      case "same-host" -> OriginPolicy.sameHost();
      case "none" -> OriginPolicy.noOrigin();
      default -> OriginPolicy.prefix(value);
    };
  }

  private static Set<ProtocolVersion> versions(String value) {
    Set<ProtocolVersion> versions = EnumSet.noneOf(ProtocolVersion.class);
    for (String each : list(value)) {
      versions.add(
          switch (each) {
            case "13" -> ProtocolVersion.V13;
            case "8" -> ProtocolVersion.V8;
            case "7" -> ProtocolVersion.V7;
            case "00", "0" -> ProtocolVersion.V00;
            default -> throw new IllegalArgumentException("13, 8, 7 or 00, not " + each);
          });
    }
    return versions;
  }

  private static ListenerMode listenerMode(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "executor" -> ListenerMode.EXECUTOR;
      case "direct" -> ListenerMode.DIRECT;
      default -> throw new IllegalArgumentException("executor or direct, not " + value);
    };
  }

  private static UnknownPath unknownPath(String value) {
    return switch (value) {
      case "404" -> UnknownPath.NOT_FOUND;
      case "chain" -> UnknownPath.CHAIN;
      default -> throw new IllegalArgumentException("404 or chain, not " + value);
    };
  }

  private static int number(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a whole number, not " + value, e);
    }
  }

  private static String[] list(String value) {
    return Arrays.stream(value.split(",", -1)).map(String::strip).toArray(String[]::new);
  }

  private static WebSocketResource newResource(String path, String className)
      throws ServletException {
    try {
      return Class.forName(className, true, Thread.currentThread().getContextClassLoader())
          .asSubclass(WebSocketResource.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
      throw new ServletException(
          path
              + ": "
              + className
              + " must be a WebSocketResource with a public constructor without parameters: "
              + e,
          e);
    }
  }
}
