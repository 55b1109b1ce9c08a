package org.drafthorse.servlet;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.drafthorse.Nullable;

/**
 * Which requests a container shows to a filter, as far as it can be told from the mappings (Jakarta
 * Servlet, sections 6.2.4 and 12.2). In doubt it is all of them.
 */
final class FilterMappings {

  /** Tomcat shows a mapping to all servlets, or to {@code *}, as if there were none. */
  private static final Pattern ALL_OF_TOMCAT =
      Pattern.compile("<(servlet-name|url-pattern)>\\s*\\*\\s*</");

  private final String filter;
  private final boolean unclear;
  private final List<String> patterns;

  FilterMappings(String filter, boolean unclear, Collection<String> patterns) {
    this.filter = filter;
    this.unclear = unclear;
    this.patterns = patterns.stream().sorted().toList();
  }

  /** Those of a filter that is being initialised, when no more of them can come. */
  static FilterMappings of(ServletContext context, String filterName) {
    String filter = "Filter " + filterName + " of " + Takeovers.nameOf(context);
    FilterRegistration registration = registration(context, filterName);
    if (registration == null || !orEmpty(registration.getServletNameMappings()).isEmpty()) {
      return new FilterMappings(filter, true, List.of());
    }
    Collection<String> patterns = orEmpty(registration.getUrlPatternMappings());
    boolean unclear = patterns.isEmpty() && ALL_OF_TOMCAT.matcher(webXml(context)).find();
    return new FilterMappings(filter, unclear, patterns);
  }

  /**
   * The line for the log if no client can reach one of these resources.
   *
   * @return null if clients can
   */
  @Nullable
  String complaint(Collection<String> paths) {
    List<String> missed = paths.stream().filter(each -> !covers(each)).sorted().toList();
    if (missed.isEmpty()) {
      return null;
    }
    String what =
        patterns.isEmpty()
            ? " has no filter-mapping"
            : " is mapped to " + String.join(", ", patterns) + " only";
    return filter + what + ": no client can reach " + String.join(", ", missed);
  }

  private boolean covers(String path) {
    return unclear || patterns.stream().anyMatch(each -> matches(each, path));
  }

  private static boolean matches(String pattern, String path) {
    if (pattern.endsWith("/*")) {
      String prefix = pattern.substring(0, pattern.length() - 1);
      return (path + "/").equals(prefix) || path.startsWith(prefix);
    }
    if (pattern.startsWith("*.")) {
      return path.endsWith(pattern.substring(1));
    }
    return path.equals(pattern.isEmpty() ? "/" : pattern);
  }

  private static @Nullable FilterRegistration registration(ServletContext context, String name) {
    try {
      return context.getFilterRegistration(name);
    } catch (UnsupportedOperationException e) {
      return null;
    }
  }

  private static Collection<String> orEmpty(@Nullable Collection<String> all) {
    return all == null ? List.of() : all;
  }

  private static String webXml(ServletContext context) {
    try (InputStream in = context.getResourceAsStream("/WEB-INF/web.xml")) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
