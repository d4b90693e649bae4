package dev.drover.cli.footprint;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A running Java program, as Linux and its own JVM see it. */
final class HostProcess {
  /** Linux tells times in hundredths of a second, whatever the kernel's own clock is. */
  private static final double TICKS = 100;

  private static final double NANOS = 1e9;
  private static final long KIBIBYTE = 1024;

  private final long pid;
  private final Path proc;

  HostProcess(long pid) {
    this.pid = pid;
    this.proc = Path.of("/proc", Long.toString(pid));
  }

  long pid() {
    return pid;
  }

  /** {@return processor time since it began, in seconds, to a hundredth} */
  double seconds() throws IOException {
    String stat = Files.readString(proc.resolve("stat"), StandardCharsets.UTF_8);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
  }

  /** {@return processor time of its threads so called, in seconds, to a nanosecond} */
  double seconds(String thread) throws IOException {
    long nanos = 0;
    for (Path task : tasks()) {
      try {
        if (Files.readString(task.resolve("comm")).strip().equals(thread)) {
          nanos += Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ", -1)[0]);
        }
      } catch (NoSuchFileException e) {
        // A thread that has ended meanwhile.
      }
    }
    return nanos / NANOS;
  }

  private List<Path> tasks() throws IOException {
    try (Stream<Path> tasks = Files.list(proc.resolve("task"))) {
      return tasks.toList();
    }
  }

  /** {@return resident memory in bytes} */
  long resident() throws IOException {
    return Files.readAllLines(proc.resolve("status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
        .findFirst()
        .orElseThrow(() -> new IOException("process " + pid + " has no memory"));
  }

  /** Collects its garbage; {@return what lives on its heap} */
  LiveHeap collect() throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process asked =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String text = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (asked.waitFor() != 0) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "jcmd " + pid + " failed: " + text.lines().findFirst().orElse("it says nothing"));
    }
    return LiveHeap.parse(text);
  }
}
