package dev.drover.lab.net;

import dev.drover.lab.file.LabFile;
import java.util.List;
import java.util.Optional;

/**
 * The lab's names and addresses, all a function of its file.
 *
 * <p>Data network 10.77.0.0/16: hosts 10.77.0.x, VMs 10.77.1.x, clients 10.77.2.x. Management
 * network 10.99.0.0/16: the controller 10.99.0.1, agents from 10.99.0.11, switches 10.99.1.x,
 * routers 10.99.2.x.
 *
 * <p>With routers each domain is a subnet, 10.77.d.0/24 with d from 1 in the order of routers:
 * hosts from 10.77.d.1, VMs from 10.77.d.101, clients from 10.77.d.201, the gateway 10.77.d.254. A
 * VM is of the domain of the host that it starts on and keeps its address wherever it goes. Numbers
 * count on through the file, not within a domain. Routers themselves are 10.77.0.x.
 */
public final class Addresses {
  /** The data network. */
  static final String DATA = "10.77.0.0/16";

  /** The management network. */
  static final String MANAGED = "10.99.0.0/16";

  /** What every VM's address is of, in a lab with {@code placement}. */
  public static final String VMS = "10.77.1.0/24";

  /** Ends of the cable between a host's bridge and its Open vSwitch for VMs. */
  static final String BRIDGE_END = "to-vms";

  public static final String SWITCH_END = "to-br0";

  /**
   * The MAC of every router's port towards a host or client: a VM that comes from another router
   * finds its gateway where it was.
   */
  static final String GATEWAY_MAC = "52:54:00:77:ff:01";

  /** The namespace of the controller. */
  public static final String CONTROL = "ctl";

  /** The namespace of the management switch. */
  public static final String MANAGEMENT = "mgmt";

  public static final String CONTROL_ADDRESS = "10.99.0.1";

  /** Port that every agent listens on. */
  public static final int AGENT_PORT = 7443;

  /** Port that every router's edge agent listens on. */
  public static final int EDGE_PORT = 7444;

  /** Port where the network controller awaits the switches; OpenFlow's own. */
  public static final int OPENFLOW_PORT = 6653;

  /** Port where the network controller is asked. */
  public static final int SDN_API_PORT = 7453;

  /** Where the network's controller is asked. */
  public static final String SDN_API = "https://" + CONTROL_ADDRESS + ":" + SDN_API_PORT;

  private static final int FIRST_PEER_PORT = 5300;
  private static final int FIRST_SERVER_PORT = 6000;
  private static final int FIRST_CLIENT_PORT = 6200;

  private final LabFile file;

  public Addresses(LabFile file) {
    this.file = file;
  }

  /** {@return the network namespace of a node} */
  public String namespace(String node) {
    return "drover-" + file.name() + "-" + node;
  }

  /** {@return a host's address on the management network} */
  public String management(String host) {
    return "10.99.0." + (11 + hostIndex(host));
  }

  /** {@return the address on the management network of a switch that is told what to do} */
  public String managementOfSwitch(String name) {
    return "10.99.1." + datapath(name);
  }

  /** {@return a switch's datapath id: its place in the file, from 1} */
  public int datapath(String name) {
    return 1 + file.switches().indexOf(name);
  }

  /** {@return a router's address on the management network} */
  public String managementOfRouter(String router) {
    return "10.99.2." + number(router);
  }

  /** {@return whether a node is a switch or router: it has a {@link #port} per neighbour} */
  public boolean hasPorts(String node) {
    return file.switches().contains(node) || routerNames().contains(node);
  }

  /** {@return the device that joins a switch or router to another node} */
  public static String port(String other) {
    return "p-" + other;
  }

  /** {@return a router's own address on the data network, by which other routers reach it} */
  public String router(String router) {
    return "10.77.0." + number(router);
  }

  /** {@return the MAC of a router's port towards another router} */
  String portMac(String router, String other) {
    return String.format("52:54:00:78:%02x:%02x", number(router), number(other));
  }

  /** {@return a domain's subnet, by its router} */
  public String subnet(String router) {
    return "10.77." + number(router) + ".0/24";
  }

  /** {@return the address of a domain's gateway, by its router} */
  public String gateway(String router) {
    return "10.77." + number(router) + ".254";
  }

  /**
   * {@return the gateway of a host or client, and of VMs that start there; none without routers}
   */
  public Optional<String> gatewayOf(String node) {
    return file.routerOf(node).map(router -> gateway(router.name()));
  }

  /** {@return bits of the subnet that hosts, VMs and clients think they are in} */
  public int prefix() {
    return file.routers().isEmpty() ? 16 : 24;
  }

  /** {@return a host's address on the data network} */
  public String data(String host) {
    return address(host, 0, 1, hostIndex(host));
  }

  public String client(String client) {
    return address(client, 2, 201, file.clients().indexOf(client));
  }

  public String vm(String vm) {
    return address(file.vm(vm).host(), 1, 101, vmIndex(vm));
  }

  /** In one flat network a kind has a third byte of its own, else a domain has. */
  private String address(String at, int flat, int first, int index) {
    return file.routerOf(at)
        .map(router -> "10.77.%d.%d".formatted(number(router.name()), first + index))
        .orElseGet(() -> "10.77.%d.%d".formatted(flat, 1 + index));
  }

  /** {@return a router's place in the file, from 1; its domain's too} */
  private int number(String router) {
    return 1 + routerNames().indexOf(router);
  }

  private List<String> routerNames() {
    return file.routers().stream().map(LabFile.Router::name).toList();
  }

  public String vmMac(String vm) {
    return String.format("52:54:00:77:01:%02x", 1 + vmIndex(vm));
  }

  String hostMac(String host) {
    return String.format("52:54:00:77:00:%02x", 1 + hostIndex(host));
  }

  /** {@return the port at its client that an outgoing VM sends to} */
  public int peerPort(String vm) {
    return FIRST_PEER_PORT + vmIndex(vm);
  }

  /** {@return the port where a VM of kind peers receives from {@code sender}} */
  public int portFrom(String sender) {
    return FIRST_SERVER_PORT + vmIndex(sender);
  }

  /** {@return the port from which a VM of kind peers sends to {@code receiver}} */
  public int portTo(String receiver) {
    return FIRST_CLIENT_PORT + vmIndex(receiver);
  }

  private int hostIndex(String host) {
    return file.hosts().stream().map(LabFile.Host::name).toList().indexOf(host);
  }

  private int vmIndex(String vm) {
    return file.vms().stream().map(LabFile.GuestVm::name).toList().indexOf(vm);
  }
}
