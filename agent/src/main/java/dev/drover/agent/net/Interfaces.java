package dev.drover.agent.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Byte counters of every interface of a network namespace, all in one read.
 *
 * <p>{@code /proc/net/dev} shows the namespace of the process that reads it, unlike {@code
 * /sys/class/net}, which shows the namespace in which {@code /sys} was mounted.
 *
 * @param file {@code /proc/net/dev}, or {@code /proc/PID/net/dev} for another process's namespace
 */
record Interfaces(Path file) {
  static final Interfaces OWN = new Interfaces(Path.of("/proc/net/dev"));

  /** Bytes since the interface was made, seen from the host. */
  record Counters(long received, long sent) {}

  Map<String, Counters> read() {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new NetworkException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Reads the kernel's table: two heading lines, then {@code name: 8 receive, 8 transmit}. */
  static Map<String, Counters> parse(String text) {
    Map<String, Counters> all = new HashMap<>();
    text.lines()
        .skip(2)
        .forEach(line -> {
          int colon = line.indexOf(':');
          String[] fields = line.substring(colon + 1).strip().split("\\s+", -1);
          if (colon > 0 && fields.length >= 9) {
            all.put(
                line.substring(0, colon).strip(),
                new Counters(Long.parseLong(fields[0]), Long.parseLong(fields[8])));
          }
        });
    return all;
  }
}
