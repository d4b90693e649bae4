package dev.drover.lab;

import dev.drover.lab.file.LabFile;
import dev.drover.lab.file.LabFile.Router;
import dev.drover.lab.file.Xia;
import dev.drover.lab.net.Addresses;
import dev.drover.lab.observe.XiaClient;
import dev.drover.lab.system.LabException;
import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.attach.Custody;
import dev.drover.xia.daemon.KeyFile;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The identities of a lab's nodes and domains in XIA, and what their daemons are told. */
final class XiaFiles {
  /** MiB, of a daemon besides its cache. */
  private static final int OWN_HEAP = 512;

  /** The counter of what a domain says once. */
  private static final long FIRST = 1;

  private final LabFile file;
  private final Xia xia;
  private final Path lab;
  private final Path directory;

  XiaFiles(LabFile file, Xia xia, Path lab) {
    this.file = file;
    this.xia = xia;
    this.lab = lab;
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
        lines.put("trust", trusted());
        lines.put("names", names().toString());
        lines.put("cache.policy", xia.cachePolicy());
        lines.put("cache.bytes", Long.toString(xia.cache().count()));
        write(router.name(), lines);
      }
      for (LabFile.Host host : file.hosts()) {
        Map<String, String> lines = host(host.name(), "br0");
        if (host.runsVms()) {
          lines.put("custody", custody(host.name()));
        }
        write(host.name(), lines);
      }
      for (String client : file.clients()) {
        write(client, host(client, "nic0"));
      }
      Files.createDirectories(directory.resolve("vms"));
      for (LabFile.GuestVm vm : file.vms()) {
        if (vm.workload().calculation().isPresent()) {
          Files.writeString(XiaClient.settings(lab, vm.name()), text(service(vm)));
        }
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
    lines.put("trust", trusted());
    lines.put("name", node + "." + file.name() + ".xia");
    if (node.equals(xia.names())) {
      lines.put("name.file", directory.resolve("names").toString());
    }
    lines.put("form", form());
    return lines;
  }

  /** The word of a host's domain that it carries VMs. */
  private String custody(String host) {
    Router router = file.routerOf(host).orElseThrow();
    Statement word =
        Custody.grant(KeyFile.of(domainKey(router)), KeyFile.of(key(host)).hid(), FIRST);
    return HexFormat.of().formatHex(word.encode());
  }

  private String trusted() {
    return file.routers().stream()
        .map(router -> KeyFile.of(domainKey(router)).ad().toString())
        .collect(Collectors.joining(","));
  }

  private String form() {
    return xia.form().name().toLowerCase(Locale.ROOT);
  }

  /** {@return files of a VM that is a host of its own, by their path in the guest} */
  Map<String, byte[]> guest(LabFile.GuestVm vm) {
    try {
      return Map.of(
          "xia/key",
          KeyFile.of(guestKey(vm)).secret(),
          "xia/settings",
          Files.readAllBytes(XiaClient.settings(lab, vm.name())));
    } catch (IOException e) {
      throw new LabException(directory + " cannot be read: " + e.getMessage(), e);
    }
  }

  private Path guestKey(LabFile.GuestVm vm) {
    return directory.resolve("vms").resolve(vm.name() + ".key");
  }

  /** What a VM's service and those who ask it must know, secrets apart. */
  private Map<String, String> service(LabFile.GuestVm vm) {
    Router router = file.routerOf(vm.host()).orElseThrow();
    Identity identity = KeyFile.of(guestKey(vm));
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("trust", trusted());
    lines.put("form", form());
    lines.put("name", vm.name() + "_s." + file.name() + ".xia");
    lines.put("names", KeyFile.of(key(xia.names())).hid().toString());
    lines.put(
        "address",
        Dag.chain(KeyFile.of(domainKey(router)).ad(), identity.hid(), identity.sid()).toString());
    return lines;
  }

  private Dag names() {
    Router router = file.routerOf(xia.names()).orElseThrow();
    return Dag.chain(
        KeyFile.of(domainKey(router)).ad(), KeyFile.of(key(xia.names())).hid(), Xid.NAMES);
  }

  private void write(String node, Map<String, String> lines) throws IOException {
    Files.writeString(settings(node), text(lines));
  }

  private static String text(Map<String, String> lines) {
    return lines.entrySet().stream()
        .map(line -> line.getKey() + "=" + line.getValue() + "\n")
        .collect(Collectors.joining());
  }
}
