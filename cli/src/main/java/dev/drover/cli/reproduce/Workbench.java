package dev.drover.cli.reproduce;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.command.Scratch;
import dev.drover.cli.command.Script;
import dev.drover.lab.Lab;
import dev.drover.lab.file.LabFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Where measured trials work: Drover's own commands, labs, and a folder for what they leave. */
public final class Workbench {
  private final Script script;
  private final Path folder;
  private volatile boolean cancelled;

  Workbench(Script script, Path folder) {
    this.script = script;
    this.folder = folder;
  }

  /** Lets no further command begin: the operator breaks off. */
  void cancel() {
    cancelled = true;
  }

  /** What is done in a lab that is up. */
  @FunctionalInterface
  public interface Work {
    Outcome in(Lab lab) throws IOException, InterruptedException;
  }

  /**
   * Brings a lab up, works in it, and takes it down in every case.
   *
   * @param yaml the lab's file
   */
  public Outcome inLab(String yaml, Work work) throws IOException, InterruptedException {
    Path file = folder().resolve("lab.yaml");
    Files.writeString(file, yaml);
    String name = LabFile.read(file).name();
    if (Lab.find(name).isPresent()) {
      throw CommandFailure.badInput(
          "lab '" + name + "' is up already; take it down first: drover lab down " + name);
    }
    try {
      run(List.of("lab", "up", file.toString()));
      Lab lab =
          Lab.find(name)
              .orElseThrow(
                  () -> new CommandFailure(ExitCode.FAILED, "lab '" + name + "' is gone again"));
      return work.in(lab);
    } finally {
      if (Lab.find(name).isPresent()) {
        script.runUndisturbed(List.of("lab", "down", name), log());
      }
    }
  }

  /** Deletes the folder. */
  void clear() throws IOException {
    if (Files.exists(folder)) {
      Scratch.delete(folder);
    }
  }

  /** {@return a folder for files, there} */
  public Path folder() throws IOException {
    return Files.createDirectories(folder);
  }

  /**
   * Runs a command of Drover's.
   *
   * @throws CommandFailure when it does not end well; the message names the log
   * @throws InterruptedException when it was cancelled
   */
  public void run(List<String> command) throws InterruptedException {
    int code = cancelled ? ExitCode.CANCELLED : script.run(command, log());
    if (cancelled) {
      throw new InterruptedException("cancelled");
    }
    if (code != ExitCode.OK) {
      List<String> words = new ArrayList<>(command.subList(0, Math.min(3, command.size())));
      throw new CommandFailure(
          ExitCode.FAILED,
          "'" + String.join(" ", words) + " …' failed: " + lastWord() + "; see " + log());
    }
  }

  /** {@return the last line that a command wrote to the log; empty when there is none} */
  public String lastWord() {
    try {
      return Files.readAllLines(log()).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .reduce("", (_, last) -> last);
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * Runs a command of Drover's that may fail, and cancels it when it has not ended after {@code
   * limit}; {@return its exit code}
   *
   * @throws InterruptedException when the operator broke off
   */
  public int attempt(List<String> command, Duration limit) throws InterruptedException {
    int code = cancelled ? ExitCode.CANCELLED : script.run(command, log(), limit);
    if (cancelled) {
      throw new InterruptedException("cancelled");
    }
    return code;
  }

  private Path log() {
    return folder.resolve("commands.log");
  }
}
