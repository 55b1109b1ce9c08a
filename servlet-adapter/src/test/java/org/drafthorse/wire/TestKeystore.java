package org.drafthorse.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key and a certificate for 127.0.0.1, made once and good for a day. */
final class TestKeystore {

  private static final String PASSWORD = "wire-tests";
  private static final Path FILE = make();
  private static final SSLContext CONTEXT = trusting();

  private TestKeystore() {}

  static Path file() {
    return FILE;
  }

  static char[] password() {
    return PASSWORD.toCharArray();
  }

  /** For clients: trusts this certificate and no other. */
  static SSLContext sslContext() {
    return CONTEXT;
  }

  static KeyStore load() {
    try {
      return KeyStore.getInstance(FILE.toFile(), password());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static X509Certificate certificate() {
    try {
      return (X509Certificate) load().getCertificate("server");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For servers that read no keystore. */
  static String certificatePem() {
    try {
      return pem("CERTIFICATE", certificate().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String keyPem() {
    try {
      return pem("PRIVATE KEY", load().getKey("server", password()).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String what, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
  }

  private static Path make() {
    try {
      Path directory = Files.createDirectories(Path.of("target"));
      Path file = Files.createTempFile(directory, "wire", ".p12");
      Files.delete(file);
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-keystore",
                  file.toString(),
                  "-storetype",
                  "PKCS12",
                  "-storepass",
                  PASSWORD,
                  "-alias",
                  "server",
                  "-keyalg",
                  "EC",
                  "-validity",
                  "1",
                  "-dname",
                  "CN=127.0.0.1",
                  "-ext",
                  "san=ip:127.0.0.1,dns:localhost")
              .redirectErrorStream(true)
              .start();
      if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
        throw new IllegalStateException("keytool failed");
      }
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SSLContext trusting() {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      KeyStore certificates = KeyStore.getInstance("PKCS12");
      certificates.load(null, null);
      certificates.setCertificateEntry("server", load().getCertificate("server"));
      trust.init(certificates);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
