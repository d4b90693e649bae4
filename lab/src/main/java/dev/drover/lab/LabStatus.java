package dev.drover.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A lab as seen from the machine it runs on, without asking its agents.
 *
 * @param complete false when bringing it up was cut short, so that only {@code down} makes sense
 * @param fabric empty when the switches are kernel bridges
 */
public record LabStatus(
    String name,
    Path directory,
    boolean complete,
    List<HostState> hosts,
    List<RouterState> routers,
    List<ClientState> clients,
    List<VmState> vms,
    Optional<FabricState> fabric) {
  public LabStatus {
    hosts = List.copyOf(hosts);
    routers = List.copyOf(routers);
    clients = List.copyOf(clients);
    vms = List.copyOf(vms);
  }

  /** {@return whether all that should run does, and every VM answers} */
  public boolean well() {
    return complete
        && hosts.stream().allMatch(HostState::isWell)
        && routers.stream().allMatch(RouterState::edgeRuns)
        && clients.stream().allMatch(ClientState::observerRuns)
        && vms.stream().allMatch(VmState::answers)
        && fabric.stream().allMatch(FabricState::isWell);
  }

  /** A host and its agent's process. */
  public record HostState(String name, String address, Agent agent) {
    /** Whether there is one; a host that runs no VMs needs none. */
    public enum Agent {
      RUNS,
      STOPPED,
      NOT_NEEDED
    }

    public boolean isWell() {
      return agent != Agent.STOPPED;
    }
  }

  /** A domain's router and whether its edge agent's process is there. */
  public record RouterState(String name, String domain, String subnet, boolean edgeRuns) {}

  /**
   * The switches that are told what to do, and who tells them.
   *
   * @param routing how routes are chosen
   */
  public record FabricState(String routing, boolean controllerRuns, List<SwitchState> switches) {
    public FabricState {
      switches = List.copyOf(switches);
    }

    public boolean isWell() {
      return controllerRuns && switches.stream().allMatch(SwitchState::connected);
    }
  }

  /** A switch: whether its process is there, and connected to the controller. */
  public record SwitchState(String name, int datapath, boolean runs, boolean connected) {}

  /** A client and whether its observer's process is there. */
  public record ClientState(String name, String address, boolean observerRuns) {}

  /**
   * A VM.
   *
   * @param hosts where a QEMU process of it exists: one, or two while it migrates
   * @param silentFor time since its last reply to a probe; empty when it never answered
   */
  public record VmState(
      String name,
      String address,
      String workload,
      List<String> hosts,
      Optional<Duration> silentFor) {
    private static final Duration ANSWERING = Duration.ofMillis(500);

    public VmState {
      hosts = List.copyOf(hosts);
    }

    /** {@return whether it answers probes now} */
    public boolean answers() {
      return silentFor.filter(silence -> silence.compareTo(ANSWERING) < 0).isPresent();
    }
  }
}
