package dev.drover.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes authorities and their parties' keys. */
public final class TestKeys {
  private static final String PASSWORD = "secret-of-the-test";

  private TestKeys() {}

  public static void authority(Path directory, String name) throws Exception {
    Files.writeString(directory.resolve("pw"), PASSWORD + "\n");
    certificate(directory, name, "-addext", "keyUsage=critical,keyCertSign");
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry(name, read(directory.resolve(name + ".crt")));
    store(trust, directory.resolve(name + "-trust.p12"));
  }

  public static void party(Path directory, String name, String authority, String alternative)
      throws IOException {
    certificate(
        directory,
        name,
        "-CA",
        at(directory, authority + ".crt"),
        "-CAkey",
        at(directory, authority + ".key"),
        "-addext",
        "basicConstraints=CA:FALSE",
        "-addext",
        "subjectAltName=" + alternative);
    openssl(
        "pkcs12",
        "-export",
        "-inkey",
        at(directory, name + ".key"),
        "-in",
        at(directory, name + ".crt"),
        "-certfile",
        at(directory, authority + ".crt"),
        "-out",
        at(directory, name + ".p12"),
        "-passout",
        "pass:" + PASSWORD);
  }

  /** A party that has a store and nothing in it. */
  public static void nobody(Path directory, String name) throws Exception {
    KeyStore empty = KeyStore.getInstance("PKCS12");
    empty.load(null, null);
    store(empty, directory.resolve(name + ".p12"));
  }

  private static void certificate(Path directory, String name, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=" + name,
                "-keyout",
                at(directory, name + ".key"),
                "-out",
                at(directory, name + ".crt")));
    command.addAll(Arrays.asList(more));
    openssl(command.toArray(String[]::new));
  }

  private static Certificate read(Path file) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static void store(KeyStore store, Path file)
      throws IOException, GeneralSecurityException {
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
  }

  private static String at(Path directory, String file) {
    return directory.resolve(file).toString();
  }

  private static void openssl(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(Arrays.asList(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
