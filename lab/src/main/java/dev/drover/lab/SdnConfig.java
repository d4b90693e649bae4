package dev.drover.lab;

import dev.drover.lab.file.LabFile;
import dev.drover.lab.file.LabFile.Link;
import dev.drover.lab.file.Sdn;
import dev.drover.lab.net.Addresses;
import dev.drover.model.unit.BitRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The configuration of a lab's network controller: what it is to do, and what is called how. */
record SdnConfig(LabFile file, Sdn sdn, Keys keys) {
  /** {@return the file's fields in their order} */
  Map<String, Object> content() {
    Map<String, Object> content =
        LabDirectory.ordered(
            "openflow",
            Addresses.CONTROL_ADDRESS + ":" + Addresses.OPENFLOW_PORT,
            "api",
            Addresses.CONTROL_ADDRESS + ":" + Addresses.SDN_API_PORT,
            "tls",
            LabDirectory.tls(keys, Addresses.CONTROL));
    if (sdn.tls()) {
      content.put("switchTls", LabDirectory.tls(keys, Addresses.CONTROL));
    }
    content.putAll(
        LabDirectory.ordered(
            "routing",
            sdn.routing(),
            "period",
            sdn.period().toMillis() + "ms",
            "idleTimeout",
            sdn.idleTimeout().toSeconds() + "s",
            "weights",
            sdn.weights(),
            "reroute",
            sdn.reroute(),
            "switches",
            switches(),
            "links",
            links(),
            "hosts",
            hosts()));
    return content;
  }

  private List<Map<String, Object>> switches() {
    Addresses addresses = new Addresses(file);
    return file.switches().stream()
        .map(name -> LabDirectory.ordered("name", name, "datapath", addresses.datapath(name)))
        .toList();
  }

  private List<Map<String, Object>> links() {
    return file.linksOfSwitches().stream()
        .map(link ->
            LabDirectory.ordered(
                "ends", List.of(link.left(), link.right()), "rate", text(link.rate())))
        .toList();
  }

  /** A VM's rate is that of the host where it is. */
  private List<Map<String, Object>> hosts() {
    Addresses addresses = new Addresses(file);
    List<Map<String, Object>> hosts = new ArrayList<>();
    file.hosts()
        .forEach(host ->
            hosts.add(host(host.name(), addresses.data(host.name()), file.linkOf(host.name()))));
    file.clients()
        .forEach(client -> hosts.add(host(client, addresses.client(client), file.linkOf(client))));
    file.vms()
        .forEach(vm ->
            hosts.add(LabDirectory.ordered("name", vm.name(), "address", addresses.vm(vm.name()))));
    return hosts;
  }

  private static Map<String, Object> host(String name, String address, Link link) {
    return LabDirectory.ordered("name", name, "address", address, "rate", text(link.rate()));
  }

  private static String text(BitRate rate) {
    return rate.bitsPerSecond() + "bit/s";
  }
}
