package dev.drover.agent.api;

import dev.drover.calls.TlsFiles;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An agent's configuration file (YAML).
 *
 * @param host this host's name
 * @param directory where the agent keeps its VMs' sockets, logs and its own records
 * @param listen management address and port, {@code address:port}
 * @param dataAddress this host's address on the network that VMs and migrations share
 * @param memory for VMs
 * @param accelerator {@code kvm}, {@code tcg}, or {@code auto}: KVM when a guest really boots with
 *     it
 * @param qemu path of the emulator to run; empty for the installed {@code qemu-system-x86_64}
 * @param tls empty to speak plain HTTP
 * @param placement present when this agent takes part in placing VMs by their traffic
 * @param edge present where routers have to be told which VMs are here
 * @param xia present where the host speaks XIA
 */
public record AgentConfig(
    String host,
    Path directory,
    String listen,
    String dataAddress,
    Nic nic,
    Bytes memory,
    String accelerator,
    Optional<Path> qemu,
    Optional<TlsFiles> tls,
    Optional<PlacementConfig> placement,
    Optional<Edge> edge,
    Optional<Xia> xia) {
  /**
   * The one NIC that migration and workload traffic share.
   *
   * @param device such as {@code nic0}
   * @param bridge that joins the NIC, this host and the VMs' taps, or the switch of these
   * @param rate capacity, the same each way
   * @param buffer how much the NIC may queue: shallow, as a switch port's
   * @param openVSwitch where the VMs' taps are ports instead of the bridge's; empty for the bridge
   */
  public record Nic(
      String device,
      String bridge,
      BitRate rate,
      Bytes buffer,
      Optional<OpenVSwitch> openVSwitch) {}

  /**
   * The router that this host is at.
   *
   * @param agent URL of its edge agent
   * @param gateway its address on the network of {@code dataAddress}
   */
  public record Edge(URI agent, String gateway) {}

  /**
   * The XIA daemon beside the agent.
   *
   * @param control the socket at which it is asked
   */
  public record Xia(Path control) {}

  /**
   * An Open vSwitch for the VMs alone, which counts what each pair of them exchanges. It is joined
   * to {@link Nic#bridge} already and works in user space: it takes frames as they are.
   *
   * @param directory its run directory: {@code db.sock}, and the sockets by which it is asked
   * @param bridge its bridge
   */
  public record OpenVSwitch(Path directory, String bridge) {}
}
