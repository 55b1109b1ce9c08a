package org.drafthorse.wire;

import jakarta.servlet.ServletContainerInitializer;
import java.nio.file.Path;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** An embedded Jetty that knows nothing of ours but the filter. */
public final class JettyMain {

  private JettyMain() {}

  /** The environment, such as {@code ee10}; the key store; its password. */
  public static void main(String[] args) throws Exception {
    Server server = new Server();
    ServerConnector plain = new ServerConnector(server);
    HttpConfiguration https = new HttpConfiguration();
    https.addCustomizer(new SecureRequestCustomizer());
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStorePath(Path.of(args[1]).toUri().toString());
    tls.setKeyStorePassword(args[2]);
    ServerConnector secure =
        new ServerConnector(
            server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(https));
    for (ServerConnector each : new ServerConnector[] {plain, secure}) {
      each.setHost("127.0.0.1");
      server.addConnector(each);
    }
    server.setHandler(context(args[0]));
    server.setStopAtShutdown(true);
    server.start();
    System.out.println("http=" + plain.getLocalPort());
    System.out.println("https=" + secure.getLocalPort());
    System.out.println("ready");
  }

  /** EE 10 and EE 11 have classes of the same names, and only one of them is there. */
  private static Handler context(String environment) throws ReflectiveOperationException {
    Class<?> type =
        Class.forName("org.eclipse.jetty." + environment + ".servlet.ServletContextHandler");
    Object context = type.getConstructor(String.class).newInstance("/");
    type.getMethod("addServletContainerInitializer", ServletContainerInitializer.class)
        .invoke(context, new ContractInitializer());
    return (Handler) context;
  }
}
