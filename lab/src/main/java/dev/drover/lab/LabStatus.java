package dev.drover.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A lab as seen from the machine it runs on, without asking its agents.
 *
 * @param complete false when bringing it up was cut short, so that only {@code down} makes sense
 */
public record LabStatus(
    String name,
    Path directory,
    boolean complete,
    List<HostState> hosts,
    List<ClientState> clients,
    List<VmState> vms) {
  public LabStatus {
    hosts = List.copyOf(hosts);
    clients = List.copyOf(clients);
    vms = List.copyOf(vms);
  }

  /** A host and whether its agent's process is there. */
  public record HostState(String name, String address, boolean agentRuns) {}

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
