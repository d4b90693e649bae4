package dev.drover.lab.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a lab made outside its own directory, written down before it is made. It lives on a memory
 * file system, where a line that was written survives the death of its writer at any moment.
 */
public final class Ledger {
  private static final String NAMESPACE = "namespace ";
  private static final String MAKER = "maker ";
  private static final String DONE = "done";

  private final Path file;

  public Ledger(Path labDirectory) {
    this.file = labDirectory.resolve("ledger");
  }

  /** A process by id and start time, so that a reused id is not taken for it. */
  public record Maker(long pid, long startTime) {
    public boolean alive() {
      return Processes.startTime(pid).orElse(-1) == startTime;
    }
  }

  /** Writes down that network namespaces so named will be made. */
  public synchronized void willMake(List<String> namespaces) {
    StringBuilder lines = new StringBuilder();
    namespaces.forEach(name -> lines.append(NAMESPACE).append(name).append('\n'));
    append(lines.toString());
  }

  /** Writes down that this process is bringing the lab up. */
  public synchronized void begin() {
    long pid = ProcessHandle.current().pid();
    append(MAKER + pid + " " + Processes.startTime(pid).orElse(0) + "\n");
  }

  /** Writes down that the lab is up and needs its maker no more. */
  public synchronized void done() {
    append(DONE + "\n");
  }

  public List<String> namespaces() {
    return lines().stream()
        .filter(line -> line.startsWith(NAMESPACE))
        .map(line -> line.substring(NAMESPACE.length()))
        .toList();
  }

  public boolean isDone() {
    return lines().contains(DONE);
  }

  /** {@return the process that is, or was, bringing the lab up} */
  public Optional<Maker> maker() {
    return lines().stream()
        .filter(line -> line.startsWith(MAKER))
        .map(line -> line.substring(MAKER.length()).split(" ", -1))
        .map(words -> new Maker(Long.parseLong(words[0]), Long.parseLong(words[1])))
        .findFirst();
  }

  private List<String> lines() {
    try {
      String text = Files.readString(file);
      List<String> lines = new ArrayList<>();
      // A last line without its end was cut off: what it announced was not made.
      for (int end; (end = text.indexOf('\n')) >= 0; text = text.substring(end + 1)) {
        lines.add(text.substring(0, end));
      }
      return lines;
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void append(String lines) {
    try {
      Files.write(
          file,
          lines.getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new LabException(file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
