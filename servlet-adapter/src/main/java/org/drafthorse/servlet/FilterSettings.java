package org.drafthorse.servlet;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.drafthorse.ResourceOptions;
import org.drafthorse.ResourcePath;
import org.drafthorse.runtime.WebSocketRuntime;

/**
 * The filter's init parameters, as the README lists them. What is wrong is an
 * IllegalArgumentException that names the parameter.
 */
final class FilterSettings {

  /** Of resources: path to class name and settings of its own. */
  private final Map<String, String> resources = new LinkedHashMap<>();

  /** For all resources that do not say otherwise. */
  private final Map<String, String> common = new LinkedHashMap<>();

  private final WebSocketRuntime.Builder runtime;
  private UnknownPath unknownPath = UnknownPath.NOT_FOUND;

  private FilterSettings(WebSocketRuntime.Builder runtime) {
    this.runtime = runtime;
  }

  /**
   * Reads them all, those of resources too.
   *
   * @param filterName for messages
   * @param runtime takes what is not for resources
   */
  static FilterSettings read(
      String filterName, Map<String, String> parameters, WebSocketRuntime.Builder runtime) {
    FilterSettings settings = new FilterSettings(runtime);
    Set<String> seen = new HashSet<>();
    parameters.forEach(
        (name, value) -> {
          try {
            if (!seen.add(name.strip())) {
              throw new IllegalArgumentException("it is there twice");
            }
            settings.set(name.strip(), value.strip());
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                "init parameter " + name + " of filter " + filterName + ": " + e.getMessage(), e);
          }
        });
    settings.check(filterName);
    return settings;
  }

  /** What goes wrong only together. */
  private void check(String filterName) {
    if (resources.isEmpty()) {
      try {
        ResourceOptions unused = commonSettings().build();
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "init parameters of filter " + filterName + ": " + e.getMessage(), e);
      }
    }
    for (String path : resources.keySet()) {
      try {
        ResourceOptions unused = optionsOf(path);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "init parameter " + path + " of filter " + filterName + ": " + e.getMessage(), e);
      }
    }
  }

  UnknownPath unknownPath() {
    return unknownPath;
  }

  /** The paths that have a parameter. */
  Iterable<String> paths() {
    return resources.keySet();
  }

  String classOf(String path) {
    return parts(path)[0].strip();
  }

  ResourceOptions optionsOf(String path) {
    ResourceSettings settings = commonSettings();
    Set<String> seen = new HashSet<>();
    String[] parts = parts(path);
    for (int i = 1; i < parts.length; i++) {
      if (!parts[i].isBlank()) {
        settings.set(parts[i], seen);
      }
    }
    return settings.build();
  }

  ResourceOptions optionsOf(ResourcePath annotation) {
    ResourceSettings settings = commonSettings();
    settings.set(annotation);
    return settings.build();
  }

  private ResourceSettings commonSettings() {
    ResourceSettings settings = new ResourceSettings();
    common.forEach(settings::set);
    return settings;
  }

  /** The class name, and what follows it on lines or behind semicolons of their own. */
  private String[] parts(String path) {
    return resources.getOrDefault(path, "").replace('\n', ';').split(";", -1);
  }

  private void set(String name, String value) {
    if (name.startsWith("/")) {
      if (value.isEmpty() || value.startsWith(";")) {
        throw new IllegalArgumentException("it names no class");
      }
      resources.put(name, value);
      return;
    }
    switch (name) {
      case "versions" -> runtime.versions(SettingValues.versions(value));
      case "max-clients" -> runtime.maxClients(SettingValues.number(value));
      case "trusted-proxies" -> runtime.trustedProxies(SettingValues.array(value));
      case "attributes" -> runtime.requestAttributes(SettingValues.array(value));
      case "unknown-path" -> unknownPath = unknownPath(value);
      default -> {
        if (!new ResourceSettings().trySet(name, value)) {
          throw new IllegalArgumentException(
              "there is no such setting, and the path of a resource begins with a slash");
        }
        common.put(name, value);
      }
    }
  }

  private static UnknownPath unknownPath(String value) {
    return switch (value) {
      case "404" -> UnknownPath.NOT_FOUND;
      case "chain" -> UnknownPath.CHAIN;
      default -> throw new IllegalArgumentException("404 or chain, not " + value);
    };
  }
}
