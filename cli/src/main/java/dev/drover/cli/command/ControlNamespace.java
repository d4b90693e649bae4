package dev.drover.cli.command;

import dev.drover.cli.terminal.Interrupts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The network namespace in which the controller of a lab must run. A JVM cannot change its
 * namespace once it has threads, so the program runs itself again inside.
 */
public final class ControlNamespace {
  private static final String MARKER = "DROVER_NETNS";

  private ControlNamespace() {}

  /** {@return whether this process already is inside} */
  public static boolean isInside(String netns) {
    return netns.equals(System.getenv(MARKER));
  }

  /** {@return a builder for this program with other arguments, inside {@code netns}} */
  public static ProcessBuilder command(
      List<String> launcher, String netns, List<String> arguments) {
    Path file = Path.of("/run/netns", netns);
    if (!SelfProcess.isRoot()) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, "entering network namespace " + netns + " needs root; use sudo");
    }
    if (!Files.exists(file)) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "network namespace " + netns + " is gone, so its lab does not run; take it down and up");
    }
    List<String> words = new ArrayList<>(List.of("nsenter", "--net=" + file, "--"));
    words.addAll(launcher);
    words.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put(MARKER, netns);
    return builder;
  }

  /**
   * Runs this program again inside {@code netns}, with the same terminal, and waits for it.
   *
   * @return its exit code; empty when this process already is inside
   */
  public static OptionalInt enter(String netns, List<String> arguments) {
    if (isInside(netns)) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(
        run(command(SelfProcess.launcher(arguments), netns, arguments).inheritIO()));
  }

  /** Runs a child that hears every Ctrl-C that this process hears, and waits for its exit code. */
  public static int run(ProcessBuilder builder) {
    try {
      Process child = builder.start();
      Interrupts.listen(_ -> Interrupts.relay(child));
      while (true) {
        try {
          return Interrupts.exitCode(child, ExitCode.CANCELLED);
        } catch (InterruptedException e) {
          Interrupts.relay(child);
        }
      }
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "cannot start " + builder.command().getFirst() + " (" + e.getMessage() + "); install it",
          e);
    }
  }
}
