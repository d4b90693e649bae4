package dev.drover.lab.net;

import dev.drover.lab.file.LabFile;
import dev.drover.lab.file.LabFile.Link;
import dev.drover.lab.system.Commands;
import dev.drover.lab.system.LabException;
import dev.drover.lab.system.Ledger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The lab's network: a namespace per node, a veth per link with a token bucket at each end, and a
 * kernel bridge in each switch, unless the switches are to be Open vSwitch: then a port to the
 * management network instead. With placement, a cable within each host from its bridge to where its
 * VMs' switch will be. With routers, these instead of switches, set up as {@link Routing} says.
 * Nothing of it is in the machine's own namespace.
 *
 * <p>The token bucket of an agent's own end is not made here: the agent divides that one.
 */
public final class Network {
  private static final String BRIDGE =
      "br0 type bridge stp_state 0 mcast_snooping 0 forward_delay 0";

  private final LabFile file;
  private final Addresses addresses;
  private final Routing routing;
  private final Map<String, List<String>> ipCommands = new LinkedHashMap<>();
  private final Map<String, List<String>> tcCommands = new LinkedHashMap<>();
  private final List<String> cables = new ArrayList<>();

  public Network(LabFile file) {
    this.file = file;
    this.addresses = new Addresses(file);
    this.routing = new Routing(file);
  }

  /** {@return every namespace of the lab} */
  public List<String> namespaces() {
    List<String> nodes = new ArrayList<>(file.switches());
    nodes.addAll(routers());
    nodes.addAll(hosts());
    nodes.addAll(file.clients());
    nodes.add(Addresses.CONTROL);
    nodes.add(Addresses.MANAGEMENT);
    return nodes.stream().map(addresses::namespace).toList();
  }

  /**
   * Makes it all, after writing it down.
   *
   * @throws LabException when a namespace of that name exists, which then is left alone
   */
  public void build(Ledger ledger, Commands commands) {
    for (String namespace : namespaces()) {
      if (Files.exists(Path.of("/run/netns", namespace))) {
        throw new LabException(
            "network namespace "
                + namespace
                + " exists and is not of this lab; remove it or choose another lab name");
      }
    }
    ledger.willMake(namespaces());
    commands.run(List.of("sh", "-e", "-s"), script());
  }

  /** {@return the shell script that makes the network; a batch for each namespace, for speed} */
  String script() {
    ipCommands.clear();
    tcCommands.clear();
    cables.clear();
    if (file.sdn().isEmpty()) {
      for (String each : file.switches()) {
        ip(each, "link add " + BRIDGE);
        ip(each, "link set br0 up");
      }
    }
    hosts().forEach(this::host);
    hostsWithSwitches().forEach(this::switchCable);
    for (String client : file.clients()) {
      ip(client, "addr add " + subnet(addresses.client(client)) + " dev nic0");
    }
    file.routers().forEach(each -> routing.commands(each).forEach(line -> ip(each.name(), line)));
    file.links().forEach(this::link);
    file.routers().forEach(each -> routing.routes(each).forEach(line -> ip(each.name(), line)));
    hosts().forEach(host -> congestionControl(host, "br0", addresses.data(host)));
    file.clients().forEach(each -> congestionControl(each, "nic0", addresses.client(each)));
    management();

    StringBuilder script = new StringBuilder();
    batch(script, "ip", namespaces().stream().map(name -> "netns add " + name).toList());
    script.append("for ns in ").append(String.join(" ", namespaces())).append("; do\n");
    script.append("nsenter --net=/run/netns/$ns sh -c '");
    script.append("for f in all default; do p=/proc/sys/net/ipv6/conf/$f/disable_ipv6; ");
    script.append("[ ! -e $p ] || echo 1 > $p; done; cd /proc/sys/net/ipv4; ");
    // No connection learns from another.
    script.append("echo 1 > tcp_no_metrics_save; ");
    if (file.placement().isPresent()) {
      // Who owns an address answers for it, not every device that hears the question.
      script.append("echo 1 > conf/all/arp_ignore; ");
    }
    script.append("ip link set lo up'\ndone\n");
    batch(script, "ip", cables);
    if (file.sdn().isPresent()) {
      finishChecksums(script);
    }
    ipCommands.forEach((node, lines) -> batch(script, "ip -n " + addresses.namespace(node), lines));
    tcCommands.forEach((node, lines) -> batch(script, "tc -n " + addresses.namespace(node), lines));
    hostsWithSwitches().forEach(host -> withoutChecksums(script, host, Addresses.BRIDGE_END));
    if (!file.routers().isEmpty()) {
      file.routers().forEach(each -> within(script, each.name(), routing.settings(each)));
      ends().forEach(each -> within(script, each, routing.settings(each)));
    }
    return script.toString();
  }

  /**
   * Has a node's kernel write checksums itself. It leaves them to the device, which for a veth is
   * nobody as long as frames stay in the kernel; Open vSwitch takes them out of it as they are, and
   * the receiver would drop every one.
   */
  private void finishChecksums(StringBuilder script) {
    ends().forEach(node -> withoutChecksums(script, node, "nic0"));
  }

  private List<String> ends() {
    return Stream.concat(hosts().stream(), file.clients().stream()).toList();
  }

  private void within(StringBuilder script, String node, String commands) {
    script
        .append("nsenter --net=/run/netns/")
        .append(addresses.namespace(node))
        .append(" sh -ec '")
        .append(commands)
        .append("'\n");
  }

  private void withoutChecksums(StringBuilder script, String node, String device) {
    script
        .append("nsenter --net=/run/netns/")
        .append(addresses.namespace(node))
        .append(" ethtool -K ")
        .append(device)
        .append(" tx off >/dev/null\n");
  }

  /** The bridge has a fixed MAC: one borrowed from a port would change as VMs come and go. */
  private void host(String host) {
    ip(host, "link add address " + addresses.hostMac(host) + " " + BRIDGE);
    ip(host, "addr add " + subnet(addresses.data(host)) + " dev br0");
    ip(host, "link set nic0 master br0");
    // Of its own, it would have the least of its ports' and so that of a VM's.
    ip(host, "link set br0 mtu " + file.mtu());
    ip(host, "link set br0 up");
  }

  /** What goes to the switch is finished on the way out of the bridge, frames cut to size too. */
  private void switchCable(String host) {
    String bridgeEnd = Addresses.BRIDGE_END;
    String switchEnd = Addresses.SWITCH_END;
    ip(host, "link add " + bridgeEnd + " type veth peer name " + switchEnd);
    ip(host, "link set " + switchEnd + " mtu " + file.mtu() + " up");
    ip(host, "link set " + bridgeEnd + " mtu " + file.mtu() + " master br0 up");
  }

  /**
   * CUBIC, which guests use too, whatever this machine's default: beside BBR it would starve. By
   * route, because a namespace may not choose what the machine has not allowed for all.
   */
  private void congestionControl(String node, String device, String address) {
    String by = " src " + address + " congctl cubic";
    String network =
        file.routerOf(node).map(router -> addresses.subnet(router.name())).orElse(Addresses.DATA);
    ip(node, "route change " + network + " dev " + device + " proto kernel scope link" + by);
    addresses
        .gatewayOf(node)
        .ifPresent(gateway ->
            ip(node, "route add " + Addresses.DATA + " via " + gateway + " dev " + device + by));
  }

  private String subnet(String address) {
    return address + "/" + addresses.prefix();
  }

  private void link(Link link) {
    cable(
        link.left(),
        device(link.left(), link.right()),
        link.right(),
        device(link.right(), link.left()));
    end(link, link.left(), link.right());
    end(link, link.right(), link.left());
  }

  private void end(Link link, String node, String other) {
    String device = device(node, other);
    if (file.switches().contains(node) && file.sdn().isEmpty()) {
      ip(node, "link set " + device + " master br0");
    }
    ip(node, "link set " + device + " mtu " + file.mtu() + " up");
    if (file.hostsWithAgents().stream().noneMatch(host -> host.name().equals(node))) {
      tcCommands
          .computeIfAbsent(node, key -> new ArrayList<>())
          .add(
              "qdisc add dev "
                  + device
                  + " root tbf rate "
                  + link.rate().bitsPerSecond()
                  + "bit burst 64kb limit "
                  + link.buffer().count());
    }
  }

  private void management() {
    ip(Addresses.MANAGEMENT, "link add " + BRIDGE);
    ip(Addresses.MANAGEMENT, "link set br0 up");
    managed(Addresses.CONTROL, Addresses.CONTROL_ADDRESS);
    hosts().forEach(host -> managed(host, addresses.management(host)));
    if (file.sdn().isPresent()) {
      file.switches().forEach(each -> managed(each, addresses.managementOfSwitch(each)));
    }
    routers().forEach(each -> managed(each, addresses.managementOfRouter(each)));
  }

  private void managed(String node, String address) {
    cable(node, "mgmt0", Addresses.MANAGEMENT, "p-" + node);
    ip(Addresses.MANAGEMENT, "link set p-" + node + " master br0");
    ip(Addresses.MANAGEMENT, "link set p-" + node + " up");
    ip(node, "addr add " + address + "/16 dev mgmt0");
    ip(node, "link set mgmt0 up");
  }

  private String device(String node, String other) {
    return addresses.hasPorts(node) ? Addresses.port(other) : "nic0";
  }

  private void cable(String left, String leftDevice, String right, String rightDevice) {
    cables.add(
        "link add name "
            + leftDevice
            + " netns "
            + addresses.namespace(left)
            + " type veth peer name "
            + rightDevice
            + " netns "
            + addresses.namespace(right));
  }

  private void ip(String node, String command) {
    ipCommands.computeIfAbsent(node, key -> new ArrayList<>()).add(command);
  }

  private List<String> hosts() {
    return file.hosts().stream().map(LabFile.Host::name).toList();
  }

  private List<String> routers() {
    return file.routers().stream().map(LabFile.Router::name).toList();
  }

  private List<String> hostsWithSwitches() {
    return file.placement().isEmpty()
        ? List.of()
        : file.hostsWithAgents().stream().map(LabFile.Host::name).toList();
  }

  private static void batch(StringBuilder script, String program, List<String> lines) {
    if (!lines.isEmpty()) {
      script.append(program).append(" -batch - <<'END'\n");
      lines.forEach(line -> script.append(line).append('\n'));
      script.append("END\n");
    }
  }
}
