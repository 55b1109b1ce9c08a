package org.drafthorse.wire;

import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import jakarta.servlet.ServletException;
import java.io.File;
import java.net.InetSocketAddress;
import java.security.KeyStore;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An embedded Undertow. */
public final class UndertowMain {

  private UndertowMain() {}

  /** The key store and its password. */
  public static void main(String[] args) throws Exception {
    DeploymentInfo application =
        Servlets.deployment()
            .setClassLoader(UndertowMain.class.getClassLoader())
            .setContextPath("/")
            .setDeploymentName("contract")
            .addServletContainerInitializer(
                new ServletContainerInitializerInfo(ContractInitializer.class, Set.of()));
    DeploymentManager deployment = Servlets.defaultContainer().addDeployment(application);
    deployment.deploy();
    Undertow server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .addHttpsListener(0, "127.0.0.1", tls(new File(args[0]), args[1].toCharArray()))
            .setHandler(deployment.start())
            .build();
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(deployment, server)));
    for (Undertow.ListenerInfo each : server.getListenerInfo()) {
      int port = ((InetSocketAddress) each.getAddress()).getPort();
      System.out.println(each.getProtcol() + "=" + port);
    }
    System.out.println("ready");
  }

  private static void stop(DeploymentManager deployment, Undertow server) {
    try {
      deployment.stop();
      deployment.undeploy();
    } catch (ServletException e) {
      throw new IllegalStateException(e);
    } finally {
      server.stop();
    }
  }

  private static SSLContext tls(File file, char[] password) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(KeyStore.getInstance(file, password), password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
