/** Runs Drafthorse resources in a Jakarta Servlet container. */
@SuppressWarnings("module") // the one that it exports to is built later
module org.drafthorse.servlet {
  requires transitive org.drafthorse;
  requires transitive jakarta.servlet;
  requires static jakarta.cdi;
  requires static jakarta.inject;
  requires static org.eclipse.jetty.http;
  requires static org.eclipse.jetty.http2.common;
  requires static org.eclipse.jetty.io;
  requires static org.eclipse.jetty.server;
  requires static org.eclipse.jetty.util;

  exports org.drafthorse.servlet;
  exports org.drafthorse.servlet.jetty to
      org.drafthorse.jetty;

  // The container makes the upgrade handler.
  opens org.drafthorse.servlet.standard;
  // The CDI container calls the extension.
  opens org.drafthorse.servlet.cdi;

  provides jakarta.enterprise.inject.spi.Extension with
      org.drafthorse.servlet.cdi.InjectionExtension;
  provides jakarta.servlet.ServletContainerInitializer with
      org.drafthorse.servlet.WebSocketInitializer;
}
