package dev.drover.xia.daemon;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.DagText;
import dev.drover.xia.address.Xid;
import dev.drover.xia.attach.AddressForm;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.link.UdpLink;
import dev.drover.xia.name.Name;
import dev.drover.xia.packet.MalformedPacket;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a daemon reads from its file, lines of {@code name=value}.
 *
 * @param role {@code router} or {@code host}
 * @param key file of the identity, made when missing
 * @param links names of interfaces
 * @param domainKey file of the domain's identity; of a router only
 * @param names address of the name service, as a router tells it to hosts
 * @param trust domains whose gateways a host believes, and a router its neighbours; empty for any
 * @param custody of a host that carries virtual machines: its domain's word that it does
 * @param nameFile where a host that keeps names for all keeps them; empty on all others
 * @param name by which a host is to be found
 * @param cachePolicy of a router's content cache
 * @param cacheBytes its size; 0 for none
 * @param control where the operator's socket is made
 * @param largestPacket of every link, in bytes
 */
record Settings(
    Role role,
    Path key,
    List<String> links,
    Optional<Path> domainKey,
    Optional<Dag> names,
    Set<Xid> trust,
    AddressForm form,
    Optional<Statement> custody,
    Optional<Path> nameFile,
    Optional<Name> name,
    String cachePolicy,
    long cacheBytes,
    Path control,
    int largestPacket) {
  private static final Set<String> KNOWN =
      Set.of(
          "role",
          "key",
          "links",
          "domain.key",
          "names",
          "trust",
          "form",
          "custody",
          "name.file",
          "cache.policy",
          "cache.bytes",
          "name",
          "control",
          "largest.packet");

  /** What a machine is. */
  enum Role {
    ROUTER,
    HOST
  }

  Settings {
    links = List.copyOf(links);
    trust = Set.copyOf(trust);
    if (links.isEmpty()) {
      throw new IllegalArgumentException("links must name an interface");
    }
    if (role == Role.ROUTER && domainKey.isEmpty()) {
      throw new IllegalArgumentException("a router needs domain.key");
    }
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException naming the file and what is wrong in it
   */
  static Settings read(Path file) {
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      lines.load(reader);
      return of(lines);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static Settings of(Properties lines) {
    Set<String> unknown = new TreeSet<>(lines.stringPropertyNames());
    unknown.removeAll(KNOWN);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("'" + unknown.iterator().next() + "' is not known");
    }
    return new Settings(
        word(Role.class, need(lines, "role")),
        Path.of(need(lines, "key")),
        list(need(lines, "links")),
        Optional.ofNullable(lines.getProperty("domain.key")).map(Path::of),
        Optional.ofNullable(lines.getProperty("names")).map(DagText::parse),
        list(lines.getProperty("trust", "")).stream().map(Xid::parse).collect(Collectors.toSet()),
        word(AddressForm.class, lines.getProperty("form", "flat")),
        Optional.ofNullable(lines.getProperty("custody")).map(Settings::statement),
        Optional.ofNullable(lines.getProperty("name.file")).map(Path::of),
        Optional.ofNullable(lines.getProperty("name")).map(Name::new),
        lines.getProperty("cache.policy", "fifo"),
        Long.parseLong(lines.getProperty("cache.bytes", "0")),
        Path.of(need(lines, "control")),
        Integer.parseInt(
            lines.getProperty("largest.packet", Integer.toString(UdpLink.DEFAULT_PACKET))));
  }

  private static Statement statement(String hex) {
    try {
      return Statement.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex.strip())));
    } catch (MalformedPacket e) {
      throw new IllegalArgumentException("custody is no statement: " + e.getMessage(), e);
    }
  }

  private static String need(Properties lines, String name) {
    String value = lines.getProperty(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value.strip();
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  private static <E extends Enum<E>> E word(Class<E> type, String text) {
    for (E each : type.getEnumConstants()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "'"
            + text
            + "' is none of "
            + Arrays.stream(type.getEnumConstants())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")));
  }
}
