package dev.drover.cli.command;

import dev.drover.cli.terminal.Interrupts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs Drover's own commands, one after the other, each in a process of its own, as a user would.
 * Ctrl-C is passed on to the one that runs; no further one is begun then.
 */
public final class Script {
  private final List<String> launcher;
  private final AtomicReference<@Nullable Process> running = new AtomicReference<>();
  private volatile boolean cancelled;

  /** A script of commands that are started as this process was, whose arguments are given. */
  public Script(List<String> arguments) {
    this.launcher = SelfProcess.launcher(arguments);
    Interrupts.listen(_ -> interrupt());
  }

  public boolean cancelled() {
    return cancelled;
  }

  /** Runs a command on this terminal; {@return its exit code} */
  public int run(List<String> arguments) {
    return cancelled ? ExitCode.CANCELLED : await(builder(List.of(), arguments).inheritIO());
  }

  /** Runs a command that writes to {@code log}; {@return its exit code} */
  public int run(List<String> arguments, Path log) {
    if (cancelled) {
      return ExitCode.CANCELLED;
    }
    return await(logged(builder(List.of(), arguments), log));
  }

  /**
   * Runs a command that writes to {@code log}, and cancels it, as Ctrl-C would, when it has not
   * ended after {@code limit}; {@return its exit code}
   */
  public int run(List<String> arguments, Path log, Duration limit) {
    if (cancelled) {
      return ExitCode.CANCELLED;
    }
    return await(logged(builder(List.of(), arguments), log), child -> cancelAfter(child, limit));
  }

  private static void cancelAfter(Process child, Duration limit) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            if (!child.waitFor(limit)) {
              Interrupts.relay(child);
            }
          } catch (InterruptedException _) {
            // Nobody interrupts it.
          }
        });
  }

  /** Runs a command that Ctrl-C does not reach, also after one; {@return its exit code} */
  public int runUndisturbed(List<String> arguments) {
    return outlast(start(builder(List.of("setsid", "--wait"), arguments).inheritIO()));
  }

  /** The same, writing to {@code log}. */
  public int runUndisturbed(List<String> arguments, Path log) {
    return outlast(start(logged(builder(List.of("setsid", "--wait"), arguments), log)));
  }

  private static ProcessBuilder logged(ProcessBuilder builder, Path log) {
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
  }

  private ProcessBuilder builder(List<String> before, List<String> arguments) {
    List<String> words = new ArrayList<>(before);
    words.addAll(launcher);
    words.addAll(arguments);
    return new ProcessBuilder(words);
  }

  private int await(ProcessBuilder builder) {
    return await(builder, _ -> {});
  }

  private int await(ProcessBuilder builder, Consumer<Process> begun) {
    Process child = start(builder);
    begun.accept(child);
    // A press is passed on here or where it is heard, not at both.
    synchronized (this) {
      running.set(child);
      if (cancelled) {
        Interrupts.relay(child);
      }
    }
    try {
      return wait(child);
    } finally {
      running.set(null);
    }
  }

  private static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "cannot start a command: " + e.getMessage(), e);
    }
  }

  private static int wait(Process child) {
    while (true) {
      try {
        return Interrupts.exitCode(child, ExitCode.CANCELLED);
      } catch (InterruptedException e) {
        Interrupts.relay(child);
      }
    }
  }

  /** Waits for a command that is not told of interrupts. */
  private static int outlast(Process child) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return child.waitFor();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized void interrupt() {
    cancelled = true;
    Process child = running.get();
    if (child != null) {
      Interrupts.relay(child);
    }
  }
}
