package dev.drover.lab.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Runs other programs. What runs for a lab carries the lab's directory in its environment ({@link
 * #MARK}), so that it can be found and ended even when its parent was killed before writing down
 * that it exists.
 */
public final class Commands {
  /** Environment variable whose value is the directory of the lab that a process belongs to. */
  public static final String MARK = "DROVER_LAB";

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Optional<Path> lab;

  private Commands(Optional<Path> lab) {
    this.lab = lab;
  }

  /** Programs that work for no lab. */
  public static Commands plain() {
    return new Commands(Optional.empty());
  }

  /** Programs that work for the lab in {@code directory}. */
  public static Commands of(Path directory) {
    return new Commands(Optional.of(directory));
  }

  /** {@return how to enter the network namespace so named} */
  public static List<String> in(String namespace, List<String> command) {
    List<String> all = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + namespace));
    all.addAll(command);
    return all;
  }

  /**
   * Runs a program to its end.
   *
   * @return what it printed
   * @throws LabException with the first line it complained, when it fails or takes two minutes
   */
  public String run(String... command) {
    return run(List.of(command), "");
  }

  /** Like {@link #run(String...)}, with {@code input} on its standard input. */
  public String run(List<String> command, String input) {
    String what = String.join(" ", command.subList(0, Math.min(3, command.size())));
    try {
      Process process = builder(command).start();
      FutureTask<String> output = reading(process.getInputStream());
      FutureTask<String> errors = reading(process.getErrorStream());
      feed(process, input);
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new LabException("'" + what + "' did not end in " + LIMIT.toSeconds() + "s");
      }
      if (process.exitValue() != 0) {
        String complaint = errors.get().strip().lines().findFirst().orElse("no message");
        throw new LabException(
            "'" + what + "' failed with code " + process.exitValue() + ": " + complaint);
      }
      return output.get();
    } catch (IOException e) {
      throw new LabException(
          "'" + command.getFirst() + "' does not start (" + e.getMessage() + "); install it", e);
    } catch (ExecutionException e) {
      throw new LabException("'" + what + "' could not be read: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted while waiting for '" + what + "'", e);
    }
  }

  /**
   * Starts a program that outlives this one: in its own session, reading nothing, writing to {@code
   * log}.
   */
  public Process daemon(List<String> command, Path log) {
    List<String> detached = new ArrayList<>(List.of("setsid"));
    detached.addAll(command);
    try {
      return builder(detached)
          .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
          .redirectOutput(Redirect.appendTo(log.toFile()))
          .redirectErrorStream(true)
          .start();
    } catch (IOException e) {
      throw new LabException("'" + command.getFirst() + "' does not start: " + e.getMessage(), e);
    }
  }

  /** A program that talks to the caller's terminal. */
  public int interactive(List<String> command) {
    try {
      return builder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new LabException("'" + command.getFirst() + "' does not start: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted while running " + command.getFirst(), e);
    }
  }

  /** {@return a program that is ready to start, with the lab's mark} */
  public ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C");
    lab.ifPresent(directory -> builder.environment().put(MARK, directory.toString()));
    return builder;
  }

  private static void feed(Process process, String input) {
    try (OutputStream out = process.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // A program that ended without reading says why by its code and its complaint.
    }
  }

  private static FutureTask<String> reading(InputStream stream) {
    FutureTask<String> task =
        new FutureTask<>(() -> new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    Thread.ofVirtual().start(task);
    return task;
  }
}
