package dev.drover.cli.bench;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.command.Script;
import dev.drover.lab.Lab;
import dev.drover.lab.file.LabFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Measures in labs that come up for it and go again. */
final class LabTurns {
  private final Script script;
  private final Path log;
  private final PrintStream out;

  LabTurns(Script script, Path log, PrintStream out) {
    this.script = script;
    this.log = log;
    this.out = out;
  }

  /** Brings a lab up for its cases, resets it where asked, and takes it down. */
  <T> void run(Path file, List<T> cases, Step<T> step) throws IOException, InterruptedException {
    if (cases.isEmpty() || script.cancelled()) {
      return;
    }
    String name = LabFile.read(file).name();
    if (Lab.find(name).isPresent()) {
      throw CommandFailure.badInput(
          "lab '" + name + "' is up already; take it down first: drover lab down " + name);
    }
    out.println("lab of " + file.getFileName());
    out.flush();
    try {
      if (script.run(List.of("lab", "up", file.toString()), log) != ExitCode.OK) {
        throw new CommandFailure(
            script.cancelled() ? ExitCode.CANCELLED : ExitCode.FAILED,
            "the lab did not come up; see " + log);
      }
      boolean fresh = true;
      for (T one : cases) {
        if (!fresh) {
          script.run(List.of("lab", "reset", name), log);
        }
        if (script.cancelled()) {
          return;
        }
        Lab lab =
            Lab.find(name)
                .orElseThrow(() ->
                    new CommandFailure(
                        ExitCode.FAILED,
                        "lab '" + name + "' was taken down by somebody else; run it again"));
        fresh = step.measure(lab, one);
      }
    } finally {
      if (Lab.find(name).isPresent()) {
        script.runUndisturbed(List.of("lab", "down", name), log);
      }
    }
  }

  /** Measures one element in a lab. */
  @FunctionalInterface
  interface Step<T> {
    /** {@return whether the lab is as it was, so that no reset is needed} */
    boolean measure(Lab lab, T one) throws IOException, InterruptedException;
  }
}
