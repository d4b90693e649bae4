package dev.drover.lab;

import dev.drover.lab.fabric.HostSwitches;
import dev.drover.lab.file.LabFile;
import dev.drover.lab.file.LabFile.GuestVm;
import dev.drover.lab.file.LabFile.Host;
import dev.drover.lab.file.LabFile.Link;
import dev.drover.lab.file.LabFile.Router;
import dev.drover.lab.file.Locations;
import dev.drover.lab.file.Placement;
import dev.drover.lab.image.GuestRunner;
import dev.drover.lab.net.Addresses;
import dev.drover.lab.system.LabException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The files of one lab, all under one directory on a memory file system. */
record LabDirectory(Path path) {
  private static final YAMLMapper YAML = new YAMLMapper();

  Path labFile() {
    return path.resolve("lab.yaml");
  }

  Path inventory() {
    return path.resolve("inventory.yaml");
  }

  Path control() {
    return path.resolve("control");
  }

  Path host(String host) {
    return path.resolve("hosts").resolve(host);
  }

  Path agentConfig(String host) {
    return host(host).resolve("agent.yaml");
  }

  Path agentLog(String host) {
    return host(host).resolve("agent.log");
  }

  Path router(String router) {
    return path.resolve("routers").resolve(router);
  }

  Path edgeConfig(String router) {
    return router(router).resolve("edge.yaml");
  }

  Path edgeLog(String router) {
    return router(router).resolve("edge.log");
  }

  Path observerLog(String client) {
    return path.resolve("observer-" + client + ".log");
  }

  /**
   * {@return what a VM has printed on its console on its first host; nothing before it is there}
   */
  String console(GuestVm vm) {
    Path log = host(vm.host()).resolve("vms").resolve(vm.name()).resolve("console.log");
    try {
      return Files.readString(log, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new LabException(log + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** {@return the socket by which a VM's QEMU on a host is driven, as a rule} */
  Path monitor(String host, String vm) {
    return host(host).resolve("vms").resolve(vm).resolve("qmp.sock");
  }

  /** {@return the socket by which one may look on a VM's QEMU on a host} */
  Path spareMonitor(String host, String vm) {
    return host(host).resolve("vms").resolve(vm).resolve("qmp-spare.sock");
  }

  /** {@return the initial RAM disk of a VM that has one of its own} */
  Path initrd(String vm) {
    return path.resolve("initrd-" + vm);
  }

  /** {@return where the content of a VM's disk is until the VM is started} */
  Path diskContent(GuestVm vm) {
    return path.resolve("disks").resolve(vm.name() + ".raw");
  }

  /** {@return the network controller's configuration} */
  Path sdnConfig() {
    return path.resolve("sdn.yaml");
  }

  Path sdnLog() {
    return path.resolve("sdn.log");
  }

  /** Writes the network controller's configuration. */
  void write(SdnConfig config) {
    try {
      write(sdnConfig(), config.content());
    } catch (IOException e) {
      throw new LabException(path + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** Writes the edge agents' configurations. */
  void writeEdges(LabFile file, Keys keys) {
    EdgeConfigs configs = new EdgeConfigs(file, keys);
    try {
      for (Router router : file.routers()) {
        Files.createDirectories(router(router.name()));
        write(edgeConfig(router.name()), configs.of(router.name(), router(router.name())));
      }
    } catch (IOException e) {
      throw new LabException(path + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** Writes the agents' configurations. */
  void writeAgents(LabFile file, Keys keys, GuestRunner runner) {
    Addresses addresses = new Addresses(file);
    try {
      for (Host host : file.hostsWithAgents()) {
        Files.createDirectories(host(host.name()));
        write(agentConfig(host.name()), agent(file, host, addresses, keys, runner));
      }
    } catch (IOException e) {
      throw new LabException(path + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** Writes the controller's inventory. */
  void writeInventory(LabFile file, Keys keys) {
    Addresses addresses = new Addresses(file);
    try {
      Files.createDirectories(control());
      Map<String, Object> content =
          ordered(
              "hosts",
              file.hostsWithAgents().stream()
                  .map(host ->
                      ordered("name", host.name(), "agent", agentUrl(addresses, host.name())))
                  .toList(),
              "tls",
              tls(keys, Addresses.CONTROL),
              "netns",
              addresses.namespace(Addresses.CONTROL),
              "directory",
              control().toString());
      if (file.sdn().isPresent()) {
        content.put("network", Addresses.SDN_API);
      }
      write(inventory(), content);
    } catch (IOException e) {
      throw new LabException(path + " cannot be written: " + e.getMessage(), e);
    }
  }

  static String agentUrl(Addresses addresses, String host) {
    return "https://" + addresses.management(host) + ":" + Addresses.AGENT_PORT;
  }

  private Map<String, Object> agent(
      LabFile file, Host host, Addresses addresses, Keys keys, GuestRunner runner) {
    Link link = file.linkOf(host.name());
    Map<String, Object> nic =
        ordered(
            "device",
            "nic0",
            "bridge",
            "br0",
            "rate",
            link.rate().bitsPerSecond() + "bit/s",
            "buffer",
            link.buffer().count() + "B");
    new HostSwitches(file, path)
        .directoryOf(host.name())
        .ifPresent(run ->
            nic.put(
                "openVSwitch",
                ordered("directory", run.toString(), "bridge", HostSwitches.BRIDGE)));
    Map<String, Object> content =
        ordered(
            "host",
            host.name(),
            "directory",
            host(host.name()).toString(),
            "listen",
            addresses.management(host.name()) + ":" + Addresses.AGENT_PORT,
            "dataAddress",
            addresses.data(host.name()),
            "nic",
            nic,
            "memory",
            host.memory().count() + "B",
            "accelerator",
            runner.accelerator(),
            "qemu",
            runner.qemu().toString(),
            "tls",
            tls(keys, host.name()));
    file.routerOf(host.name())
        .ifPresent(router ->
            content.put(
                "edge",
                ordered(
                    "agent",
                    EdgeConfigs.url(addresses, router.name()),
                    "gateway",
                    addresses.gateway(router.name()))));
    file.xia()
        .ifPresent(_ ->
            content.put("xia", ordered("control", XiaFiles.control(path, host.name()).toString())));
    file.placement()
        .ifPresent(placement -> content.put("placement", placement(file, addresses, placement)));
    return content;
  }

  private static Map<String, Object> placement(
      LabFile file, Addresses addresses, Placement placement) {
    Locations locations = new Locations(file);
    Map<String, Object> content =
        ordered(
            "port",
            placement.port(),
            "vms",
            Addresses.VMS,
            "hosts",
            file.hostsWithAgents().stream()
                .map(host ->
                    ordered(
                        "name",
                        host.name(),
                        "agent",
                        agentUrl(addresses, host.name()),
                        "dataAddress",
                        addresses.data(host.name()),
                        "location",
                        locations.of(host.name())))
                .toList());
    Map<String, Object> rules = new LinkedHashMap<>(placement.rules());
    file.sdn().ifPresent(_ -> rules.put("network", Addresses.SDN_API));
    if (!rules.isEmpty()) {
      content.put("rules", rules);
    }
    return content;
  }

  static Map<String, Object> tls(Keys keys, String party) {
    return ordered(
        "keyStore",
        keys.keyStore(party).toString(),
        "trustStore",
        keys.trustStore().toString(),
        "passwordFile",
        keys.passwordFile().toString());
  }

  static Map<String, Object> ordered(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  private static void write(Path file, Map<String, Object> content) throws IOException {
    Files.writeString(file, YAML.writeValueAsString(content));
  }

  /** {@return the VMs by the host that they start on} */
  static List<GuestVm> vmsOf(LabFile file, String host) {
    return file.vms().stream().filter(vm -> vm.host().equals(host)).toList();
  }
}
