package dev.drover.cli.command;

import dev.drover.control.inventory.ControlException;
import dev.drover.control.inventory.Inventory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which hosts a command works on: {@code --lab}, {@code --inventory}, or the only running lab. */
public final class Target {
  /** Every running lab has a directory here. */
  public static final Path LABS = Path.of("/run/drover/labs");

  private static final String FILE = "inventory.yaml";

  private final Path labs;

  @Option(
      names = "--lab",
      paramLabel = "NAME",
      description = "Work on this lab (default: the only running one).")
  @Nullable String lab;

  @Option(
      names = "--inventory",
      paramLabel = "FILE",
      description = "Work on the hosts of this inventory file instead of a lab.")
  @Nullable Path inventory;

  public Target() {
    this(LABS);
  }

  Target(Path labs) {
    this.labs = labs;
  }

  /** {@return whether a lab or an inventory was named} */
  public boolean isNamed() {
    return lab != null || inventory != null;
  }

  /**
   * {@return the inventory to work on}
   *
   * @throws CommandFailure when none is named and not exactly one lab runs, or the file is wrong
   */
  public Inventory inventory() {
    try {
      return Inventory.read(file());
    } catch (ControlException e) {
      throw new CommandFailure(ExitCode.BAD_INPUT, message(e), e);
    }
  }

  Path file() {
    if (inventory != null && lab != null) {
      throw CommandFailure.badInput("--lab and --inventory exclude each other; give one of them");
    }
    if (inventory != null) {
      return inventory;
    }
    List<String> running = running();
    String list = String.join(", ", running);
    if (lab != null) {
      if (!running.contains(lab)) {
        throw CommandFailure.badInput(
            "no lab '"
                + lab
                + "' is running; "
                + (running.isEmpty()
                    ? "none is: start one with 'drover lab up FILE'"
                    : list + " is"));
      }
      return labs.resolve(lab).resolve(FILE);
    }
    return switch (running.size()) {
      case 0 ->
          throw CommandFailure.badInput(
              "no lab is running; start one with 'drover lab up FILE', or name --inventory FILE");
      case 1 -> labs.resolve(running.getFirst()).resolve(FILE);
      default ->
          throw CommandFailure.badInput(
              "several labs are running: " + list + "; choose one with --lab NAME");
    };
  }

  private List<String> running() {
    try (Stream<Path> directories = Files.list(labs)) {
      return directories
          .filter(directory -> Files.exists(directory.resolve(FILE)))
          .map(directory -> directory.getFileName().toString())
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, "cannot list the labs in " + labs + " (" + e.getMessage() + ")", e);
    }
  }

  private static String message(RuntimeException e) {
    return String.valueOf(e.getMessage());
  }
}
