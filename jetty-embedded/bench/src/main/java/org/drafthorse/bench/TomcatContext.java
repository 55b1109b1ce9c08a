package org.drafthorse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;

/** An embedded Tomcat with one web application, which has nothing in it. */
final class TomcatContext {

  private final Tomcat tomcat = new Tomcat();
  private final Connector connector = new Connector();
  private final Context context;

  TomcatContext() throws IOException {
    Path directory = Files.createTempDirectory("tomcat");
    directory.toFile().deleteOnExit();
    tomcat.setBaseDir(directory.toString());
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("acceptCount", String.valueOf(BenchServer.BACKLOG));
    connector.setPort(0);
    connector.setThrowOnFailure(true);
    tomcat.getService().addConnector(connector);
    context = tomcat.addContext("", directory.toString());
    // Filters are asked only for what a servlet would answer.
    Wrapper servlet = Tomcat.addServlet(context, "default", new DefaultServlet());
    servlet.setAsyncSupported(true);
    servlet.addMapping("/");
  }

  Context context() {
    return context;
  }

  /** Starts it and returns the port. */
  int start() throws LifecycleException {
    tomcat.start();
    return connector.getLocalPort();
  }
}
