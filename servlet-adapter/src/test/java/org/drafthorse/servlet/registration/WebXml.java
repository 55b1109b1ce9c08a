package org.drafthorse.servlet.registration;

import java.util.Map;
import java.util.TreeMap;
import org.drafthorse.servlet.WebSocketFilter;

/** Parts of a web.xml. */
final class WebXml {

  private WebXml() {}

  /** Our filter for all paths, under the name {@code websocket}. */
  static String filter(Map<String, String> parameters) {
    return filter("websocket", parameters);
  }

  static String filter(String name, Map<String, String> parameters) {
    return unmappedFilter(name, parameters) + mapping(name);
  }

  static String unmappedFilter(String name, Map<String, String> parameters) {
    StringBuilder xml = new StringBuilder("<filter><filter-name>" + name + "</filter-name>");
    xml.append("<filter-class>").append(WebSocketFilter.class.getName()).append("</filter-class>");
    xml.append("<async-supported>true</async-supported>");
    new TreeMap<>(parameters)
        .forEach((key, value) -> xml.append(parameter("init-param", key, value)));
    return xml.append("</filter>").toString();
  }

  static String mapping(String name) {
    return mapping(name, "url-pattern", "/*");
  }

  /** To that {@code url-pattern} or {@code servlet-name}. */
  static String mapping(String name, String element, String value) {
    return "<filter-mapping><filter-name>%s</filter-name><%s>%s</%s></filter-mapping>"
        .formatted(name, element, value, element);
  }

  static String listener(String className) {
    return "<listener><listener-class>" + className + "</listener-class></listener>";
  }

  static String contextParameter(String name, String value) {
    return parameter("context-param", name, value);
  }

  private static String parameter(String element, String name, String value) {
    return "<"
        + element
        + "><param-name>"
        + name
        + "</param-name><param-value>"
        + value.replace("&", "&amp;").replace("<", "&lt;")
        + "</param-value></"
        + element
        + ">";
  }
}
