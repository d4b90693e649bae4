package dev.drover.sdn.ovs;

import dev.drover.calls.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An authority in a directory, and its parties' keys, as PEM and as PKCS #12. */
public record TestKeys(Path directory) {
  private static final String PASSWORD = "secret-of-the-test";

  /** Makes an authority. */
  public static TestKeys make(Path directory) throws IOException {
    Files.createDirectories(directory);
    TestKeys keys = new TestKeys(directory);
    Files.writeString(keys.password(), PASSWORD + "\n");
    Shell.script(
        """
        cd %s
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=ca \
          -addext keyUsage=critical,keyCertSign -keyout ca.key -out ca.crt
        keytool -importcert -noprompt -alias ca -file ca.crt -keystore trust.p12 -storetype PKCS12 \
          -storepass %s -J-XX:TieredStopAtLevel=1
        """
            .formatted(directory, PASSWORD)
            .replace(
                "keytool", Path.of(System.getProperty("java.home"), "bin/keytool").toString()));
    return keys;
  }

  /** Makes a party's key and certificate; {@return its files for Java} */
  public TlsFiles party(String name) throws IOException {
    Shell.script(
        """
        cd %1$s
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
          -subj /CN=%2$s -CA ca.crt -CAkey ca.key -addext basicConstraints=CA:FALSE \
          -addext subjectAltName=IP:127.0.0.1 \
          -keyout %2$s.key -out %2$s.crt
        openssl pkcs12 -export -inkey %2$s.key -in %2$s.crt -certfile ca.crt -out %2$s.p12 \
          -passout pass:%3$s
        """
            .formatted(directory, name, PASSWORD));
    return new TlsFiles(
        directory.resolve(name + ".p12"), directory.resolve("trust.p12"), password());
  }

  /** {@return a file of a party or of the authority, such as {@code ca.crt}} */
  public Path file(String name) {
    return directory.resolve(name);
  }

  private Path password() {
    return directory.resolve("password");
  }
}
