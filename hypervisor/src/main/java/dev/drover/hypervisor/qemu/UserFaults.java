package dev.drover.hypervisor.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a process may use userfaultfd, by which post-copy fetches pages (Linux). */
final class UserFaults {
  private static final Path SETTING = Path.of("/proc/sys/vm/unprivileged_userfaultfd");
  private static final Path DEVICE = Path.of("/dev/userfaultfd");

  /** {@code CAP_SYS_PTRACE}, which lets a process catch faults of the kernel too. */
  private static final long CAPABILITY = 1L << 19;

  private UserFaults() {}

  static boolean available(long pid) {
    try {
      if (!Files.exists(SETTING)) {
        return false;
      }
      return Files.readString(SETTING).strip().equals("1")
          || Files.isWritable(DEVICE)
          || Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
              .filter(line -> line.startsWith("CapEff:"))
              .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
              .anyMatch(held -> (held & CAPABILITY) != 0);
    } catch (IOException e) {
      return false;
    }
  }
}
