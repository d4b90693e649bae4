package dev.drover.control.inventory;

import dev.drover.calls.TlsFiles;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The hosts that one controller looks after. Read from YAML:
 *
 * <pre>
 * hosts:
 *   - {name: h1, agent: "https://10.99.0.11:7443"}
 * tls: {keyStore: ctl.p12, trustStore: trust.p12, passwordFile: password}  # absent: plain HTTP
 * network: "https://10.99.0.1:7453"  # optional: the OpenFlow controller, if routes can be reserved
 * netns: drover-demo-ctl     # optional: the network namespace the controller must run in
 * directory: control         # the controller's journal and lock
 * </pre>
 *
 * Relative paths are taken from the file's own directory.
 *
 * @param file where it was read from
 * @param hosts names unique; none where only a network is looked after
 */
public record Inventory(
    Path file,
    List<Host> hosts,
    Optional<TlsFiles> tls,
    Optional<URI> network,
    Optional<String> netns,
    Path directory) {
  public Inventory {
    hosts = List.copyOf(hosts);
  }

  /** A host and its agent's address. */
  public record Host(String name, URI agent) {}

  /**
   * Reads an inventory file.
   *
   * @throws ControlException naming file and line when it is missing or wrong
   */
  public static Inventory read(Path file) {
    return new Reading(file).inventory();
  }

  /** {@return the names, in the order of the file} */
  public List<String> names() {
    return hosts.stream().map(Host::name).toList();
  }

  /**
   * {@return the host so named}
   *
   * @throws ControlException when there is none; the message lists those there are
   */
  public Host host(String name) {
    return hosts.stream()
        .filter(host -> host.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new ControlException(
                "unknown host '"
                    + name
                    + "'; "
                    + file
                    + " has "
                    + names().stream().sorted().collect(Collectors.joining(", "))));
  }

  /** One reading of one file. */
  private static final class Reading {
    private final Path file;
    private final YamlReader yaml;

    Reading(Path file) {
      this.file = file.toAbsolutePath().normalize();
      this.yaml = new YamlReader(file);
    }

    Inventory inventory() {
      Yaml.Mapping root = yaml.read();
      yaml.allow(root, "an inventory", Set.of("hosts", "tls", "network", "netns", "directory"));
      Yaml tls = root.entries().get("tls");
      List<Host> hosts = hosts(yaml.required(root, "hosts", "the inventory"), tls != null);
      Yaml network = root.entries().get("network");
      Yaml netns = root.entries().get("netns");
      return new Inventory(
          file,
          hosts,
          tls == null ? Optional.empty() : Optional.of(tls(yaml.mapping(tls, "tls"))),
          network == null ? Optional.empty() : Optional.of(url(network, "network", tls != null)),
          netns == null ? Optional.empty() : Optional.of(yaml.text(netns, "netns")),
          path(root, "directory", "the inventory"));
    }

    private List<Host> hosts(Yaml value, boolean tls) {
      Yaml.Sequence list = yaml.sequence(value, "hosts");
      List<Host> hosts = new ArrayList<>();
      Map<String, Integer> lines = new TreeMap<>();
      for (Yaml item : list.items()) {
        Yaml.Mapping host = yaml.mapping(item, "hosts");
        yaml.allow(host, "a host", Set.of("name", "agent"));
        String name = yaml.text(yaml.required(host, "name", "a host"), "name");
        Integer first = lines.putIfAbsent(name, host.line());
        if (first != null) {
          throw yaml.fault(
              host.line(),
              "host '" + name + "' is there twice (first on line " + first + "); rename one");
        }
        hosts.add(new Host(name, url(yaml.required(host, "agent", "host " + name), "agent", tls)));
      }
      return hosts;
    }

    private URI url(Yaml value, String what, boolean tls) {
      String text = yaml.text(value, what);
      String scheme = tls ? "https" : "http";
      try {
        URI url = new URI(text);
        if (scheme.equals(url.getScheme()) && url.getHost() != null && url.getPort() > 0) {
          return url;
        }
      } catch (URISyntaxException e) {
        throw new ControlException(
            file + ":" + value.line() + ": '" + text + "' is not a URL: " + e.getReason(), e);
      }
      throw yaml.fault(
          value.line(),
          what
              + " '"
              + text
              + "' must be "
              + scheme
              + "://address:port"
              + (tls ? " (the inventory has 'tls')" : " (the inventory has no 'tls')"));
    }

    private TlsFiles tls(Yaml.Mapping tls) {
      yaml.allow(tls, "'tls'", Set.of("keyStore", "trustStore", "passwordFile"));
      return new TlsFiles(
          path(tls, "keyStore", "'tls'"),
          path(tls, "trustStore", "'tls'"),
          path(tls, "passwordFile", "'tls'"));
    }

    private Path path(Yaml.Mapping mapping, String key, String what) {
      return file.resolveSibling(yaml.text(yaml.required(mapping, key, what), key)).normalize();
    }
  }
}
