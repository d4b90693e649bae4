package dev.drover.cli.footprint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.lab.Lab;
import dev.drover.lab.net.Addresses;
import dev.drover.lab.system.Java;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A host with two idle VMs and a client that can be many peers of theirs. */
final class FootprintLab {
  static final String HOST = "h1";
  static final List<String> VMS = List.of("vm-1", "vm-2");
  private static final String CLIENT = "c1";

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long LOOK_EVERY_MS = 200;

  private final Lab lab;
  private final Path log;

  /**
   * A lab that is up.
   *
   * @param log where programs that run in it write errors
   */
  FootprintLab(Lab lab, Path log) {
    this.lab = lab;
    this.log = log;
  }

  static String yaml(String name, boolean placement) {
    return """
    name: %s
    %sprobing: 1s
    switches: [s1]
    hosts: [{name: %s, memory: 512MiB}]
    clients: [{name: %s}]
    links:
      - {ends: [%s, s1], rate: 1Gbit/s}
      - {ends: [%s, s1], rate: 1Gbit/s}
    vms:
      - {name: %s, host: %s, memory: 128MiB, pattern: 8MiB}
      - {name: %s, host: %s, memory: 128MiB, pattern: 8MiB}
    """
        .formatted(
            name,
            placement ? "placement: {}\n" : "",
            HOST,
            CLIENT,
            HOST,
            CLIENT,
            VMS.getFirst(),
            HOST,
            VMS.getLast(),
            HOST);
  }

  /** Ends the agent; {@return the new one, when it is there} */
  HostProcess newAgent() throws InterruptedException {
    ProcessHandle old = agent().orElseThrow(() -> failed("the agent does not run"));
    old.destroy();
    long began = System.nanoTime();
    while (System.nanoTime() - began < PATIENCE.toNanos()) {
      Optional<ProcessHandle> now = agent().filter(each -> each.pid() != old.pid());
      if (now.isPresent()) {
        return new HostProcess(now.get().pid());
      }
      Thread.sleep(LOOK_EVERY_MS);
    }
    throw failed("the agent was not started again");
  }

  private Optional<ProcessHandle> agent() {
    return lab.agent(HOST);
  }

  /** Starts {@code count} peers of each VM, which talk until the process is ended. */
  Process peers(int count) throws IOException, InterruptedException {
    run(CLIENT, List.of("ip", "route", "replace", "local", PeerTraffic.NETWORK, "dev", "lo"));
    Addresses addresses = new Addresses(lab.file());
    List<String> arguments = new ArrayList<>(List.of(Integer.toString(count)));
    VMS.forEach(vm -> arguments.add(addresses.vm(vm)));
    return builder(CLIENT, Java.line(PeerTraffic.class.getName(), arguments.toArray(String[]::new)))
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** {@return how many flows the agent has in its table; empty while it does not answer} */
  OptionalInt tableFlows() throws IOException, InterruptedException {
    Process asked =
        builder(
                Addresses.CONTROL,
                Java.line(FlowCount.class.getName(), lab.inventory().toString(), HOST))
            .start();
    String text = new String(asked.getInputStream().readAllBytes(), UTF_8).strip();
    return asked.waitFor() == 0 && text.matches("\\d+")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

  /** {@return how many flows of the peers the datapath of the host's Open vSwitch has} */
  int switchFlows() throws IOException, InterruptedException {
    String flows = run(HOST, List.of("ovs-appctl", "dpctl/dump-flows"));
    return (int) flows.lines().filter(line -> line.contains("src=10.88.")).count();
  }

  private String run(String node, List<String> command) throws IOException, InterruptedException {
    Process process = builder(node, command).start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw failed("'" + String.join(" ", command) + "' failed on " + node + "; see " + log);
    }
    return text;
  }

  private ProcessBuilder builder(String node, List<String> command) {
    return new ProcessBuilder(lab.entering(node, command))
        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
  }

  private CommandFailure failed(String what) {
    return new CommandFailure(ExitCode.FAILED, "lab " + lab.name() + ": " + what);
  }
}
