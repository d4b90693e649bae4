package dev.drover.lab;

import dev.drover.lab.file.LabFile;
import dev.drover.lab.file.LabFile.Router;
import dev.drover.lab.file.Xia;
import dev.drover.lab.net.Addresses;
import dev.drover.lab.system.LabException;
import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.daemon.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The identities of a lab's nodes and domains in XIA, and what their daemons are told. */
final class XiaFiles {
  /** MiB, of a daemon besides its cache. */
  private static final int OWN_HEAP = 512;

  private final LabFile file;
  private final Xia xia;
  private final Path directory;

  XiaFiles(LabFile file, Xia xia, Path lab) {
    this.file = file;
    this.xia = xia;
    this.directory = lab.resolve("xia");
  }

  /** {@return what a node's daemon is asked at} */
  static Path control(Path lab, String node) {
    return lab.resolve("xia").resolve(node + ".sock");
  }

  Path settings(String node) {
    return directory.resolve(node + ".properties");
  }

  Path log(String node) {
    return directory.resolve(node + ".log");
  }

  private Path key(String node) {
    return directory.resolve(node + ".key");
  }

  private Path domainKey(Router router) {
    return directory.resolve("domain-" + router.domain() + ".key");
  }

  /** {@return all nodes that have a daemon} */
  List<String> nodes() {
    List<String> nodes = new ArrayList<>();
    file.routers().forEach(router -> nodes.add(router.name()));
    file.hosts().forEach(host -> nodes.add(host.name()));
    nodes.addAll(file.clients());
    return nodes;
  }

  /** {@return MiB of heap that a node's daemon needs} */
  int heap(String node) {
    boolean router = file.routers().stream().anyMatch(each -> each.name().equals(node));
    return OWN_HEAP + (router ? (int) (xia.cache().count() >> 20) * 5 / 4 : 0);
  }

  /** Makes identities that are missing, and writes the settings of all daemons. */
  void write() {
    try {
      Files.createDirectories(directory);
      for (Router router : file.routers()) {
        Map<String, String> lines = lines(router.name(), "router");
        lines.put("domain.key", domainKey(router).toString());
        lines.put(
            "links",
            file.links().stream()
                .filter(link -> link.touches(router.name()))
                .map(link -> Addresses.port(link.other(router.name())))
                .collect(Collectors.joining(",")));
        lines.put("names", names().toString());
        lines.put("cache.policy", xia.cachePolicy());
        lines.put("cache.bytes", Long.toString(xia.cache().count()));
        write(router.name(), lines);
      }
      for (LabFile.Host host : file.hosts()) {
        Map<String, String> lines = host(host.name(), "br0");
        lines.put("carries", Boolean.toString(host.runsVms()));
        write(host.name(), lines);
      }
      for (String client : file.clients()) {
        write(client, host(client, "nic0"));
      }
    } catch (IOException e) {
      throw new LabException(directory + " cannot be written: " + e.getMessage(), e);
    }
  }

  private Map<String, String> lines(String node, String role) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("role", role);
    lines.put("key", key(node).toString());
    lines.put("control", directory.resolve(node + ".sock").toString());
    return lines;
  }

  private Map<String, String> host(String node, String link) {
    Map<String, String> lines = lines(node, "host");
    lines.put("links", link);
    lines.put(
        "trust",
        file.routers().stream()
            .map(router -> KeyFile.of(domainKey(router)).ad().toString())
            .collect(Collectors.joining(",")));
    lines.put("name", node + "." + file.name() + ".xia");
    if (node.equals(xia.names())) {
      lines.put("name.file", directory.resolve("names").toString());
    }
    lines.put("form", xia.form().name().toLowerCase(Locale.ROOT));
    return lines;
  }

  private Dag names() {
    Router router = file.routerOf(xia.names()).orElseThrow();
    return Dag.chain(
        KeyFile.of(domainKey(router)).ad(), KeyFile.of(key(xia.names())).hid(), Xid.NAMES);
  }

  private void write(String node, Map<String, String> lines) throws IOException {
    Files.writeString(
        settings(node),
        lines.entrySet().stream()
            .map(line -> line.getKey() + "=" + line.getValue() + "\n")
            .collect(Collectors.joining()));
  }
}
