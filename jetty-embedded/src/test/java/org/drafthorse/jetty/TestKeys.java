package org.drafthorse.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A keystore with a key for 127.0.0.1, made when it is first asked for. */
final class TestKeys {

  static final char[] PASSWORD = "horse and cart".toCharArray();

  private static final Path DIRECTORY = Path.of("target", "test-keys");
  private static final Path STORE = DIRECTORY.resolve("server.p12");

  private TestKeys() {}

  static synchronized Path store() throws Exception {
    if (!Files.exists(STORE)) {
      Files.createDirectories(DIRECTORY);
      keytool(
          "-genkeypair -alias server -keyalg EC -validity 3650 -dname CN=localhost"
              + " -ext san=ip:127.0.0.1,dns:localhost -storetype PKCS12 -storepass");
    }
    return STORE;
  }

  static Path passwordFile(String password) throws Exception {
    Files.createDirectories(DIRECTORY);
    return Files.writeString(DIRECTORY.resolve(password.hashCode() + ".txt"), password + "\n");
  }

  /** For a client that trusts that key and no other. */
  static SSLContext trust() throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    KeyStore keys = KeyStore.getInstance(store().toFile(), PASSWORD);
    KeyStore certificates = KeyStore.getInstance("PKCS12");
    certificates.load(null, null);
    certificates.setCertificateEntry("server", keys.getCertificate("server"));
    trust.init(certificates);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    return tls;
  }

  private static void keytool(String options) throws Exception {
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    ProcessBuilder command = new ProcessBuilder((tool + " " + options).split(" "));
    command.command().add(new String(PASSWORD));
    command.command().addAll(List.of("-keystore", STORE.toString()));
    File log = DIRECTORY.resolve("keytool.txt").toFile();
    assertThat(command.redirectErrorStream(true).redirectOutput(log).start().waitFor()).isZero();
  }
}
