package org.drafthorse.servlet.registration;

import jakarta.servlet.ServletContext;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;

/** Tomcat. */
final class TomcatContainer implements Container {

  private final Tomcat tomcat = new Tomcat();

  TomcatContainer() throws Exception {
    tomcat.setBaseDir(Path.of("target", "tomcat").toAbsolutePath().toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.getHost().setAutoDeploy(false);
    // All at once: one that is made while an application's code is on the stack keeps, up to JDK
    // 23, the application's class loader.
    tomcat.getConnector().setProperty("minSpareThreads", "50");
    tomcat.start();
  }

  @Override
  public Deployed deploy(War war) throws Exception {
    StandardContext context = new StandardContext();
    context.setPath("/" + war.name());
    context.setDocBase(war.directory().toString());
    context.setParentClassLoader(new ContainerLoader(ContainerLoader.TOMCAT));
    ContextConfig config = new ContextConfig();
    config.setDefaultWebXml(tomcat.noDefaultWebXmlPath());
    context.addLifecycleListener(config);
    addDefaultServlet(context);
    // They need packages of the JDK opened.
    context.setClearReferencesObjectStreamClassCaches(false);
    context.setClearReferencesRmiTargets(false);
    context.setClearReferencesThreadLocals(false);
    StandardJarScanner scanner = new StandardJarScanner();
    scanner.setScanClassPath(false);
    context.setJarScanner(scanner);
    tomcat.getHost().addChild(context);
    if (!context.getState().isAvailable()) {
      end(context);
      throw new LifecycleException("the application did not start; the log says why");
    }
    return new OnTomcat(context);
  }

  /** Without any servlet for a path, Tomcat would not ask the filters. */
  private static void addDefaultServlet(Context context) {
    context.addLifecycleListener(
        event -> {
          if (event.getType().equals(Lifecycle.BEFORE_START_EVENT)) {
            Tomcat.addServlet(context, "default", DefaultServlet.class.getName()).addMapping("/");
          }
        });
  }

  private void end(Context context) {
    // Stops and destroys it.
    tomcat.getHost().removeChild(context);
  }

  @Override
  public void close() {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class OnTomcat implements Deployed {

    private Context context;

    OnTomcat(Context context) {
      this.context = context;
    }

    @Override
    public ServletContext context() {
      return context.getServletContext();
    }

    @Override
    public int port() {
      return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void close() {
      if (context != null) {
        end(context);
        context = null;
      }
    }
  }
}
