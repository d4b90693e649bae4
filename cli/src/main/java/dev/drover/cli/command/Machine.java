package dev.drover.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says on what machine something was measured, without naming it. */
public final class Machine {
  private Machine() {}

  /**
   * {@return such as {@code 2 cores, 24 GiB, Debian GNU/Linux 12 (bookworm), Linux 6.1, Java 25}}
   */
  public static String describe() {
    String kernel = System.getProperty("os.version", "").replaceAll("^(\\d+\\.\\d+).*", "$1");
    return Runtime.getRuntime().availableProcessors()
        + " cores"
        + value("/proc/meminfo", "MemTotal:")
            .map(kib -> String.format(Locale.ROOT, ", %.0f GiB", gibibytes(kib)))
            .orElse("")
        + value("/etc/os-release", "PRETTY_NAME=").map(name -> ", " + name).orElse("")
        + ", Linux "
        + kernel
        + ", Java "
        + Runtime.version().feature();
  }

  private static double gibibytes(String kib) {
    return Long.parseLong(kib.replaceAll("\\D", "")) / 1048576.0;
  }

  private static Optional<String> value(String file, String key) {
    try {
      List<String> lines = Files.readAllLines(Path.of(file));
      return lines.stream()
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(key.length()).replace("\"", "").strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
