package dev.drover.lab.net;

import dev.drover.lab.file.LabFile;

/**
 * The lab's names and addresses, all a function of its file.
 *
 * <p>Data network 10.77.0.0/16: hosts 10.77.0.x, VMs 10.77.1.x, clients 10.77.2.x. Management
 * network 10.99.0.0/16: the controller 10.99.0.1, agents from 10.99.0.11, switches 10.99.1.x.
 */
public final class Addresses {
  /** The data network. */
  static final String DATA = "10.77.0.0/16";

  /** What every VM's address is of. */
  public static final String VMS = "10.77.1.0/24";

  /** Ends of the cable between a host's bridge and its Open vSwitch for VMs. */
  static final String BRIDGE_END = "to-vms";

  public static final String SWITCH_END = "to-br0";

  /** The namespace of the controller. */
  public static final String CONTROL = "ctl";

  /** The namespace of the management switch. */
  public static final String MANAGEMENT = "mgmt";

  public static final String CONTROL_ADDRESS = "10.99.0.1";

  /** Port that every agent listens on. */
  public static final int AGENT_PORT = 7443;

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

  /** {@return the device that joins a switch to another node} */
  public static String port(String other) {
    return "p-" + other;
  }

  /** {@return a host's address on the data network} */
  public String data(String host) {
    return "10.77.0." + (1 + hostIndex(host));
  }

  public String client(String client) {
    return "10.77.2." + (1 + file.clients().indexOf(client));
  }

  public String vm(String vm) {
    return "10.77.1." + (1 + vmIndex(vm));
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
