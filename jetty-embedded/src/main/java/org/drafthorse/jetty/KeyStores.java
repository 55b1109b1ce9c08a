package org.drafthorse.jetty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.util.Collections;

/** Reads keystores, and says in one line what is wrong with one. */
final class KeyStores {

  private KeyStores() {}

  /**
   * Loads a keystore of any type that the JDK knows and makes sure that its key can be used.
   *
   * @throws IOException with one line for the user
   */
  static KeyStore load(Path file, char[] password) throws IOException {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new IOException("cannot read the keystore " + file);
    }
    try {
      KeyStore store = KeyStore.getInstance(file.toFile(), password);
      boolean hasKey = false;
      for (String alias : Collections.list(store.aliases())) {
        hasKey |= store.isKeyEntry(alias) && store.getKey(alias, password) != null;
      }
      if (!hasKey) {
        throw new IOException("the keystore " + file + " holds no key");
      }
      return store;
    } catch (UnrecoverableKeyException e) {
      throw new IOException("the password does not open the key in the keystore " + file, e);
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " is no keystore", e);
    } catch (IOException e) {
      throw e.getCause() instanceof UnrecoverableKeyException
          ? new IOException("the password does not open the keystore " + file, e)
          : e;
    }
  }
}
