package dev.drover.lab.fabric;

import dev.drover.lab.file.LabFile;
import dev.drover.lab.net.Addresses;
import dev.drover.lab.system.Commands;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Open vSwitch that each host with an agent runs for its own VMs in a lab with {@code
 * placement}. Here it gets its one cable, to the host's bridge; ports for VMs and rules are the
 * agent's business.
 */
public final class HostSwitches {
  /** Its bridge, as {@code ovs-ofctl} is told; the host has a kernel bridge beside it. */
  public static final String BRIDGE = "vms0";

  private static final List<String> DATABASE =
      List.of(
          "set open_vswitch . other_config:n-handler-threads=1"
              + " other_config:n-revalidator-threads=1",
          "add-br " + BRIDGE,
          "set bridge " + BRIDGE + " datapath_type=netdev fail_mode=standalone",
          "add-port " + BRIDGE + " " + Addresses.SWITCH_END);

  private final Path lab;
  private final Map<String, OvsInstance> instances = new LinkedHashMap<>();

  /**
   * The hosts' switches of {@code file}, whether they run or not; none without placement.
   *
   * @param lab the lab's directory
   */
  public HostSwitches(LabFile file, Path lab) {
    this.lab = lab;
    Addresses addresses = new Addresses(file);
    if (file.placement().isPresent()) {
      file.hostsWithAgents()
          .forEach(host ->
              instances.put(
                  host.name(),
                  new OvsInstance(
                      addresses.namespace(host.name()),
                      lab.resolve("hosts").resolve(host.name()).resolve("switch"))));
    }
  }

  /** {@return the run directory of a host's switch, when the host has one} */
  public Optional<Path> directoryOf(String host) {
    return Optional.ofNullable(instances.get(host)).map(OvsInstance::directory);
  }

  /** Starts all of them at once, inside their namespaces; returns when their ports work. */
  public void start() {
    if (!instances.isEmpty()) {
      Commands.of(lab).run(List.of("sh", "-e", "-s"), script());
    }
  }

  /** {@return the command line by which {@code command} finds a host's switch} */
  public Optional<List<String>> within(String host, List<String> command) {
    return Optional.ofNullable(instances.get(host))
        .map(instance -> {
          List<String> line = new ArrayList<>(List.of("env"));
          line.addAll(instance.environment());
          line.addAll(command);
          return line;
        });
  }

  String script() {
    String empty = lab.resolve("hosts/empty.db").toString();
    StringBuilder script = new StringBuilder();
    instances
        .keySet()
        .forEach(host ->
            script.append("mkdir -p ").append(lab).append("/hosts/").append(host).append('\n'));
    script.append("ovsdb-tool create ").append(empty).append('\n');
    for (OvsInstance instance : instances.values()) {
      script
          .append("(\n")
          .append(instance.make(empty, DATABASE))
          .append("\n) & pids=\"$pids $!\"\n");
    }
    return script + "for pid in $pids; do wait $pid; done\n";
  }
}
