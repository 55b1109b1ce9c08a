package org.drafthorse.servlet.registration;

import jakarta.servlet.ServletContext;
import org.eclipse.jetty.ee.webapp.WebAppClassLoader;
import org.eclipse.jetty.ee10.servlet.DecoratingListener;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.component.LifeCycle;

/** Jetty, which hides its classes from web applications. */
final class JettyContainer implements Container {

  private static final String CDI = "org.eclipse.jetty.cdi";

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server, 1, 1);
  private final ContextHandlerCollection contexts = new ContextHandlerCollection();

  JettyContainer() throws Exception {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(contexts);
    server.start();
  }

  @Override
  public Deployed deploy(War war) throws Exception {
    WebAppContext context = new WebAppContext();
    context.setContextPath("/" + war.name());
    context.setBaseResourceAsPath(war.directory());
    context.setClassLoader(
        new WebAppClassLoader(new ContainerLoader(ContainerLoader.JETTY), context));
    context.setThrowUnavailableOnStartupException(true);
    // As the module ee10-cdi does.
    context.setAttribute(CDI, "CdiDecoratingListener");
    context.addEventListener(new DecoratingListener(context, CDI + ".decorator"));
    contexts.addHandler(context);
    try {
      context.start();
    } catch (Exception e) {
      end(context);
      throw e;
    }
    return new OnJetty(context);
  }

  private void end(WebAppContext context) {
    LifeCycle.stop(context);
    contexts.removeHandler(context);
    context.destroy();
  }

  @Override
  public void close() {
    LifeCycle.stop(server);
  }

  private final class OnJetty implements Deployed {

    private WebAppContext context;

    OnJetty(WebAppContext context) {
      this.context = context;
    }

    @Override
    public ServletContext context() {
      return context.getServletContext();
    }

    @Override
    public int port() {
      return connector.getLocalPort();
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
