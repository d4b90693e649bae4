package dev.drover.sdn;

import dev.drover.calls.TlsFiles;
import dev.drover.decide.routing.LinkWeights;
import dev.drover.decide.routing.RouteDecider;
import dev.drover.decide.routing.RouteDeciders;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Durations;
import dev.drover.sdn.control.ControllerSettings;
import dev.drover.sdn.control.ControllerSettings.NamedHost;
import dev.drover.sdn.control.ControllerSettings.NamedSwitch;
import dev.drover.sdn.control.ControllerSettings.RatedLink;
import dev.drover.yaml.Located;
import dev.drover.yaml.Section;
import dev.drover.yaml.YamlException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a controller's YAML configuration:
 *
 * <pre>
 * openflow: 10.99.0.1:6653
 * api: 10.99.0.1:7453
 * tls: {keyStore: p, trustStore: p, passwordFile: p}        # of the API; absent: plain HTTP
 * switchTls: {keyStore: p, trustStore: p, passwordFile: p}  # of OpenFlow; absent: plain TCP
 * routing: d-r         # or another way to choose routes
 * period: 5s           # between two port statistics
 * idleTimeout: 30s     # of flows, whole seconds
 * weights: bytes       # or utilisation, where links differ
 * reroute: false       # whether running migrations may get another route
 * discovery: 1s        # between two LLDP frames of a port
 * switches: [{name: s1, datapath: 1}, {name: s4, datapath: 4}]  # names, all optional
 * links: [{ends: [s1, s4], rate: 200Mbit/s}]                    # capacities
 * hosts: [{name: h1, address: 10.77.0.1, rate: 200Mbit/s}]
 * </pre>
 *
 * Relative paths are taken from the file's own directory.
 */
public final class SdnConfigFile {
  /** What a switch without a name is called: its datapath id. */
  private static final Pattern UNNAMED = Pattern.compile("(0x)?[0-9a-f]{1,16}");

  private static final ControllerSettings STANDARD = ControllerSettings.standard();

  private final Path file;

  private SdnConfigFile(Path file) {
    this.file = file.toAbsolutePath().normalize();
  }

  /**
   * Reads a configuration file.
   *
   * @throws YamlException with one line that names file, line and fault
   */
  public static SdnConfig read(Path file) {
    String text = Located.text(file, "controller configuration");
    return new SdnConfigFile(file)
        .config(new Section("controller", Located.parse(text, file.toString(), "controller")));
  }

  private SdnConfig config(Section root) {
    InetSocketAddress openflow = root.required("openflow", SdnConfigFile::address);
    InetSocketAddress api = root.required("api", SdnConfigFile::address);
    if (openflow.equals(api) && api.getPort() != 0) {
      throw root.refuse("api", "'api' and 'openflow' are the same; give each its own port");
    }
    Optional<TlsFiles> tls = tls(root, "tls");
    Optional<TlsFiles> switchTls = tls(root, "switchTls");
    ControllerSettings settings = settings(root);
    root.end();
    return new SdnConfig(openflow, api, tls, switchTls, settings);
  }

  private static ControllerSettings settings(Section root) {
    RouteDecider routing =
        root.optional("routing", RouteDeciders::named).orElse(STANDARD.routing());
    Duration period = root.optional("period", Durations::parse).orElse(STANDARD.period());
    Duration idle = root.optional("idleTimeout", Durations::parse).orElse(STANDARD.idleTimeout());
    LinkWeights weights = root.optional("weights", LinkWeights::named).orElse(STANDARD.weights());
    boolean reroute = root.optional("reroute", SdnConfigFile::truth).orElse(STANDARD.reroute());
    Duration discovery = root.optional("discovery", Durations::parse).orElse(STANDARD.discovery());
    List<NamedSwitch> switches =
        root.sections("switches", "switch").stream().map(SdnConfigFile::named).toList();
    Set<String> names = new HashSet<>(switches.stream().map(NamedSwitch::name).toList());
    List<RatedLink> links =
        root.sections("links", "link").stream().map(link -> link(link, names)).toList();
    List<NamedHost> hosts =
        root.sections("hosts", "host").stream().map(SdnConfigFile::host).toList();
    try {
      return new ControllerSettings(
          routing, period, idle, weights, reroute, discovery, switches, links, hosts);
    } catch (IllegalArgumentException e) {
      throw new YamlException(root.place(culprit(root, e)), "controller: " + e.getMessage());
    }
  }

  /** The settings' refusals begin with the name of what they refuse. */
  private static String culprit(Section root, IllegalArgumentException e) {
    String word = String.valueOf(e.getMessage()).split(" ", 2)[0];
    return switch (word) {
      case "switch", "datapath" -> "switches";
      case "host", "address" -> "hosts";
      default -> root.has(word) ? word : "openflow";
    };
  }

  private static NamedSwitch named(Section section) {
    String name = section.text("name");
    long datapath = section.required("datapath", SdnConfigFile::datapath);
    section.end();
    return new NamedSwitch(name, datapath);
  }

  private static RatedLink link(Section section, Set<String> switches) {
    List<Located.Text> ends = section.texts("ends");
    if (ends.size() != 2) {
      throw section.refuse("ends", "'ends' needs two switches; write ends: [s1, s2]");
    }
    for (Located.Text end : ends) {
      if (!switches.contains(end.value()) && !UNNAMED.matcher(end.value()).matches()) {
        throw new YamlException(
            end.place(), "link: '" + end.value() + "' is none of 'switches'; add it there");
      }
    }
    BitRate rate = section.required("rate", BitRate::parse);
    section.end();
    return section.checked(
        "rate", () -> new RatedLink(ends.getFirst().value(), ends.getLast().value(), rate));
  }

  private static NamedHost host(Section section) {
    String name = section.text("name");
    String address = section.required("address", SdnConfigFile::ipv4);
    BitRate rate = section.optional("rate", BitRate::parse).orElse(BitRate.ZERO);
    section.end();
    return new NamedHost(name, address, rate);
  }

  private Optional<TlsFiles> tls(Section root, String field) {
    return root.section(field, field)
        .map(section -> {
          TlsFiles files =
              new TlsFiles(
                  path(section, "keyStore"),
                  path(section, "trustStore"),
                  path(section, "passwordFile"));
          section.end();
          return files;
        });
  }

  private Path path(Section section, String field) {
    return file.resolveSibling(section.text(field)).normalize();
  }

  /** Reads {@code address:port}. No name is looked up: it could say something else tomorrow. */
  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      return new InetSocketAddress(InetAddress.ofLiteral(text.substring(0, colon)), port);
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not an address and port, such as 10.99.0.1:6653", e);
    }
  }

  private static String ipv4(String text) {
    if (!text.matches("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}")
        || Arrays.stream(text.split("\\.")).anyMatch(part -> Integer.parseInt(part) > 255)) {
      throw new IllegalArgumentException("'" + text + "' is not an IPv4 address");
    }
    return text;
  }

  /** Reads a datapath id: decimal, or as switches print it, in hex after 0x or with 16 digits. */
  private static long datapath(String text) {
    try {
      if (text.startsWith("0x")) {
        return Long.parseUnsignedLong(text.substring(2), 16);
      }
      return text.length() == 16 ? Long.parseUnsignedLong(text, 16) : Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a datapath id, such as 1 or 0x00000a0b0c0d0e0f", e);
    }
  }

  private static boolean truth(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw new IllegalArgumentException("'" + text + "' is not true or false");
    };
  }
}
