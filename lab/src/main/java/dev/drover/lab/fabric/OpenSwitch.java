package dev.drover.lab.fabric;

import dev.drover.lab.system.Commands;
import dev.drover.lab.system.LabException;
import dev.drover.lab.system.Processes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One Open vSwitch of a lab, to look at, kill and start again. Dead it stays dead: its links keep
 * their carrier and nothing crosses it. Started again it has no flows but what it is told anew.
 */
public final class OpenSwitch {
  private static final String DAEMON = "ovs-vswitchd";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String name;
  private final SwitchSetup setup;
  private final Commands commands;

  OpenSwitch(String name, SwitchSetup setup, Commands commands) {
    this.name = name;
    this.setup = setup;
    this.commands = commands;
  }

  public String name() {
    return name;
  }

  public int datapath() {
    return setup.datapath();
  }

  /** {@return the process that forwards, while it is there} */
  public Optional<ProcessHandle> process() {
    return Processes.in(List.of(setup.namespace())).stream()
        .filter(pid ->
            Processes.commandLine(pid).stream().limit(1).anyMatch(word -> word.endsWith(DAEMON)))
        .findFirst()
        .flatMap(ProcessHandle::of);
  }

  /**
   * Kills the process that forwards and returns when it is gone; does nothing when it is not there.
   */
  public void kill() {
    process()
        .ifPresent(process -> {
          process.destroyForcibly();
          awaitEnd(process);
        });
  }

  /** Starts the process that forwards and returns when its ports work; nothing when it is there. */
  public void start() {
    if (process().isEmpty()) {
      commands.run(List.of("sh", "-e", "-s"), setup.start());
    }
  }

  /** {@return whether it runs and has a connection to the controller} */
  public boolean connected() {
    return process().isPresent()
        && run("ovs-vsctl", "get", "controller", SwitchSetup.BRIDGE, "is_connected")
            .strip()
            .equals("true");
  }

  /**
   * Runs one of Open vSwitch's programs on this switch, such as {@code ovs-ofctl dump-flows br0}.
   *
   * @return what it printed
   * @throws LabException with the first line it complained, when it fails
   */
  public String run(String... command) {
    return commands.run(within(List.of(command)), "");
  }

  /** {@return the command line by which {@code command} finds this switch} */
  public List<String> within(List<String> command) {
    List<String> line = new ArrayList<>(List.of("env"));
    line.addAll(setup.environment());
    line.addAll(command);
    return line;
  }

  private static void awaitEnd(ProcessHandle process) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    // What has ended but was not yet waited for has no command line.
    while (!Processes.commandLine(process.pid()).isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new LabException("process " + process.pid() + " does not end");
      }
      try {
        Thread.sleep(Duration.ofMillis(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LabException("interrupted while a switch was ending", e);
      }
    }
  }
}
