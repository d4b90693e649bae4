package dev.drover.lab;

import dev.drover.lab.fabric.SwitchKeys;
import dev.drover.lab.file.LabFile;
import dev.drover.lab.file.Sdn;
import dev.drover.lab.net.Addresses;
import dev.drover.lab.system.Commands;
import dev.drover.lab.system.LabException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The lab's own certificate authority and a key for the controller, each agent, and each switch
 * that speaks TLS. The authority's private key is thrown away when all have theirs.
 */
final class Keys {
  private static final String CURVE = "ec_paramgen_curve:prime256v1";
  private static final String DAYS = "825";

  private final Path directory;
  private final Commands commands;

  Keys(Path labDirectory, Commands commands) {
    this.directory = labDirectory.resolve("keys");
    this.commands = commands;
  }

  Path keyStore(String party) {
    return directory.resolve(party + ".p12");
  }

  Path trustStore() {
    return directory.resolve("trust.p12");
  }

  Path passwordFile() {
    return directory.resolve("password");
  }

  /** {@return the files of a switch that speaks TLS} */
  SwitchKeys ofSwitch(String name) {
    return new SwitchKeys(
        directory.resolve(name + ".key"),
        directory.resolve(name + ".crt"),
        directory.resolve("ca.crt"));
  }

  /** Makes all of it with a few runs of openssl. */
  void make(LabFile file) {
    Addresses addresses = new Addresses(file);
    Map<String, String> parties = new LinkedHashMap<>();
    parties.put(Addresses.CONTROL, Addresses.CONTROL_ADDRESS);
    file.hostsWithAgents()
        .forEach(host -> parties.put(host.name(), addresses.management(host.name())));
    file.routers()
        .forEach(router -> parties.put(router.name(), addresses.managementOfRouter(router.name())));
    Map<String, String> switches = new LinkedHashMap<>();
    if (file.sdn().filter(Sdn::tls).isPresent()) {
      file.switches().forEach(name -> switches.put(name, addresses.managementOfSwitch(name)));
    }
    byte[] random = new byte[18];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.writeString(passwordFile(), password + "\n");
      commands.run(List.of("sh", "-e", "-s"), script(file.name(), parties, switches));
      trust(password.toCharArray());
      Files.delete(directory.resolve("ca.key"));
    } catch (IOException | GeneralSecurityException e) {
      throw new LabException("keys cannot be made in " + directory + ": " + e.getMessage(), e);
    }
  }

  private String script(String lab, Map<String, String> parties, Map<String, String> switches) {
    StringBuilder script = new StringBuilder("cd " + directory + "\n");
    script.append(
        request("/CN=Drover lab " + lab, "ca")
            + " -addext basicConstraints=critical,CA:TRUE"
            + " -addext keyUsage=critical,keyCertSign\n");
    parties.forEach((party, address) -> {
      script.append(signed(party, address));
      script.append(
          String.format(
              "openssl pkcs12 -export -inkey %1$s.key -in %1$s.crt -out %1$s.p12"
                  + " -passout file:password -name %1$s%nrm %1$s.key %1$s.crt%n",
              party));
    });
    switches.forEach((name, address) -> script.append(signed(name, address)));
    return script.toString();
  }

  private static String signed(String party, String address) {
    return request("/CN=" + party, party)
        + " -CA ca.crt -CAkey ca.key -addext subjectAltName=IP:"
        + address
        + " -addext extendedKeyUsage=serverAuth,clientAuth"
        + " -addext basicConstraints=critical,CA:FALSE\n";
  }

  private static String request(String subject, String name) {
    return String.format(
        "openssl req -x509 -newkey ec -pkeyopt %s -nodes -days %s -subj '%s' -keyout %s.key"
            + " -out %s.crt 2>/dev/null",
        CURVE, DAYS, subject, name, name);
  }

  /** Java takes a certificate from PKCS #12 as trusted only with an attribute of its own. */
  private void trust(char[] password) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, password);
    try (InputStream in = Files.newInputStream(directory.resolve("ca.crt"))) {
      store.setCertificateEntry(
          "lab", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    try (OutputStream out = Files.newOutputStream(trustStore())) {
      store.store(out, password);
    }
  }
}
