package dev.drover.hypervisor.qemu;

import dev.drover.hypervisor.HypervisorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files of one VM.
 *
 * <p>There are two QMP sockets because QEMU greets only one client per socket: the spare lets an
 * agent in while a predecessor that hangs still holds the first, and a person look on.
 */
record VmDirectory(Path path) {
  /** The longest path a Unix socket can have on Linux. */
  private static final int LONGEST_SOCKET = 107;

  VmDirectory {
    path = path.toAbsolutePath().normalize();
  }

  Path qmp() {
    return path.resolve("qmp.sock");
  }

  Path spareQmp() {
    return path.resolve("qmp-spare.sock");
  }

  /**
   * {@return whether a QEMU that has just started listens on both QMP sockets} It makes the spare
   * last: who looked for the first one just before would take the spare, and a person could not
   * look on.
   */
  boolean listening() {
    return Files.exists(spareQmp());
  }

  /** The guest's serial console. */
  Path console() {
    return path.resolve("console.sock");
  }

  /** Everything the guest wrote to its serial console. */
  Path consoleLog() {
    return path.resolve("console.log");
  }

  /** What QEMU itself printed. */
  Path log() {
    return path.resolve("qemu.log");
  }

  Path pidFile() {
    return path.resolve("qemu.pid");
  }

  List<Path> sockets() {
    return List.of(qmp(), spareQmp(), console());
  }

  /** Makes the directory, without leftovers of a process that has ended. */
  void prepare() {
    for (Path socket : sockets()) {
      if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET) {
        throw new HypervisorException(
            "Directory", socket + " is too long for a socket; use a directory with a shorter path");
      }
    }
    try {
      Files.createDirectories(path);
      for (Path socket : sockets()) {
        Files.deleteIfExists(socket);
      }
      Files.deleteIfExists(pidFile());
    } catch (IOException e) {
      throw new HypervisorException("Directory", "cannot prepare " + path + ": " + e, e);
    }
  }

  /** {@return the number in the pid file; empty when there is none} */
  Optional<Long> pid() {
    try {
      String text = Files.readString(pidFile()).strip();
      return text.matches("[0-9]{1,9}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** {@return the last of what QEMU printed, at most 2000 characters} */
  String complaint() {
    try {
      String text = new String(Files.readAllBytes(log()), StandardCharsets.UTF_8).strip();
      return text.length() <= 2000 ? text : "…" + text.substring(text.length() - 2000);
    } catch (IOException e) {
      return "";
    }
  }
}
