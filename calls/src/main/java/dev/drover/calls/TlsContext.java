package dev.drover.calls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Mutual TLS from a party's key store and the authority's trust store. */
public final class TlsContext {
  private TlsContext() {}

  /**
   * Loads the files.
   *
   * @throws IllegalArgumentException with one line that names the file at fault
   */
  public static SSLContext load(TlsFiles files) {
    char[] password = password(files.passwordFile());
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store(files.keyStore(), password), password);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store(files.trustStore(), password));
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          files.keyStore() + ": not usable for TLS: " + e.getMessage(), e);
    }
  }

  private static char[] password(Path file) {
    try {
      return Files.readString(file).strip().toCharArray();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static KeyStore store(Path file, char[] password) throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    return store;
  }

  private static IllegalArgumentException unreadable(Path file, IOException e) {
    String fault =
        e instanceof NoSuchFileException ? "no such file" : "cannot be read: " + e.getMessage();
    return new IllegalArgumentException(
        file + ": " + fault + " (TLS needs it; `drover lab up` makes keys)", e);
  }
}
