package dev.drover.xia.link;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The kernel's memory for packets of which a frame is missing. It is 4 MiB for a network namespace,
 * and what stands in it stands there for 60 s: some 150 packets that each lost one of their frames
 * fill it, and then nothing that has more than one frame comes through any more, for up to a
 * minute. What is late by a second on one link does not come, so a second is enough.
 */
final class Reassembly {
  private static final Logger LOG = System.getLogger(Reassembly.class.getName());

  /** Of this process's network namespace. */
  private static final Path SETTINGS = Path.of("/proc/sys/net/ipv6");

  private static final long SECONDS = 1;

  /** Some 600 such packets a second. */
  private static final long BYTES = 16L << 20;

  private Reassembly() {}

  /** Has the kernel forget soon, where this process may say so; says what is to be done if not. */
  static void limit() {
    limit(SETTINGS);
  }

  static void limit(Path settings) {
    try {
      set(settings.resolve("ip6frag_time"), SECONDS, true);
      set(settings.resolve("ip6frag_high_thresh"), BYTES, false);
    } catch (IOException | NumberFormatException e) {
      LOG.log(
          Level.WARNING,
          "a link that loses frames may stand still for a minute: as root, set"
              + " net.ipv6.ip6frag_time to {0,number,#} and net.ipv6.ip6frag_high_thresh to"
              + " {1,number,#} ({2})",
          SECONDS,
          BYTES,
          e.getMessage());
    }
  }

  private static void set(Path setting, long value, boolean most) throws IOException {
    long now = Long.parseLong(Files.readString(setting).strip());
    if (most ? now > value : now < value) {
      Files.writeString(setting, value + "\n");
      LOG.log(Level.INFO, "{0} is {1,number,#} instead of {2,number,#}", setting, value, now);
    }
  }
}
