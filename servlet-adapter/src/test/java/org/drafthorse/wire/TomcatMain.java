package org.drafthorse.wire;

import java.io.File;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/** An embedded Tomcat: compiled for 10.1, runs 11 too. */
public final class TomcatMain {

  private TomcatMain() {}

  /** A directory to work in; the key store; its password. */
  public static void main(String[] args) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(args[0]);
    Connector plain = connector(tomcat);
    Connector secure = connector(tomcat);
    secure.setSecure(true);
    secure.setScheme("https");
    secure.setProperty("SSLEnabled", "true");
    SSLHostConfig tls = new SSLHostConfig();
    SSLHostConfigCertificate certificate =
        new SSLHostConfigCertificate(tls, SSLHostConfigCertificate.Type.UNDEFINED);
    certificate.setCertificateKeystoreFile(new File(args[1]).getAbsolutePath());
    certificate.setCertificateKeystorePassword(args[2]);
    tls.addCertificate(certificate);
    secure.addSslHostConfig(tls);
    Context context = tomcat.addContext("", args[0]);
    context.addServletContainerInitializer(new ContractInitializer(), Set.of());
    tomcat.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(tomcat)));
    System.out.println("http=" + plain.getLocalPort());
    System.out.println("https=" + secure.getLocalPort());
    System.out.println("ready");
    tomcat.getServer().await();
  }

  private static Connector connector(Tomcat tomcat) {
    Connector connector = new Connector();
    connector.setProperty("address", "127.0.0.1");
    connector.setPort(0);
    connector.setThrowOnFailure(true);
    tomcat.getService().addConnector(connector);
    return connector;
  }

  private static void stop(Tomcat tomcat) {
    try {
      tomcat.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
