package dev.drover.hypervisor.qemu;

import dev.drover.model.unit.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A QEMU process, told from later ones with the same number by its start time.
 *
 * @param startTicks when it started, in the kernel's clock ticks since boot
 * @param arguments its command line
 */
record QemuProcess(long pid, long startTicks, List<String> arguments) {
  private static final Path PROC = Path.of("/proc");

  QemuProcess {
    arguments = List.copyOf(arguments);
  }

  /** {@return the process with this number; empty when it has ended, be it a zombie} */
  static Optional<QemuProcess> of(long pid) {
    try {
      Optional<Long> start = startTicks(pid);
      if (start.isEmpty()) {
        return Optional.empty();
      }
      String line =
          new String(Files.readAllBytes(PROC.resolve(pid + "/cmdline")), StandardCharsets.UTF_8);
      return Optional.of(new QemuProcess(pid, start.get(), List.of(line.split("\0"))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** {@return the process that serves this directory's sockets} */
  static Optional<QemuProcess> serving(VmDirectory files) {
    Optional<QemuProcess> named = files.pid().flatMap(QemuProcess::of).filter(p -> p.serves(files));
    if (named.isPresent()) {
      return named;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[1-9]*")) {
      for (Path entry : all) {
        Optional<QemuProcess> found =
            of(Long.parseLong(entry.getFileName().toString())).filter(p -> p.serves(files));
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** {@return whether it was started with this directory; sets it apart from a reused number} */
  boolean serves(VmDirectory files) {
    return arguments.contains(files.pidFile().toString()) && arguments.contains("-pidfile");
  }

  boolean alive() {
    return startTicks(pid).equals(Optional.of(startTicks));
  }

  /** {@return the argument that follows {@code option}} */
  Optional<String> argument(String option) {
    int at = arguments.indexOf(option);
    return at < 0 || at + 1 >= arguments.size()
        ? Optional.empty()
        : Optional.of(arguments.get(at + 1));
  }

  /**
   * Ends the process at once.
   *
   * @return whether it is gone; false when {@code timeout} passed first
   */
  boolean kill(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (alive()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(2);
    }
    return true;
  }

  /**
   * {@return real memory behind the guest's memory}
   *
   * <p>The guest's memory is the mapping that is just as large; where the kernel has cut it, all of
   * the process is counted, so the figure is then a little too large, but never above {@code
   * memory}.
   */
  Bytes resident(Bytes memory) {
    try {
      long whole = 0;
      long size = 0;
      for (String line : Files.readAllLines(PROC.resolve(pid + "/smaps"))) {
        if (line.startsWith("Size:")) {
          size = kibibytes(line);
        } else if (line.startsWith("Rss:")) {
          if (size == memory.count() >> 10) {
            return Bytes.of(Math.min(kibibytes(line) << 10, memory.count()));
          }
          whole += kibibytes(line) << 10;
        }
      }
      return Bytes.of(Math.min(whole, memory.count()));
    } catch (IOException e) {
      return Bytes.ZERO;
    }
  }

  private static long kibibytes(String line) {
    return Long.parseLong(line.replaceAll("[^0-9]", ""));
  }

  private static Optional<Long> startTicks(long pid) {
    try {
      String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
      // After the name, which may hold anything: field 3 is the state, field 22 the start.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      boolean ended = fields[0].equals("Z") || fields[0].equals("X");
      return ended ? Optional.empty() : Optional.of(Long.valueOf(fields[19]));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
