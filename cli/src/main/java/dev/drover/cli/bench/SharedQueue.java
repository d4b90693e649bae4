package dev.drover.cli.bench;

import dev.drover.lab.Lab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps what leaves a host in one queue, as it would be without Drover's agent: takes the filters
 * away by which that tells migration from workload.
 */
final class SharedQueue implements AutoCloseable {
  /** Keeps nothing. */
  static final SharedQueue NONE = new SharedQueue(() -> {});

  private static final long EVERY_MS = 20;

  private final Thread keeper;

  private SharedQueue(Runnable work) {
    this.keeper = Thread.ofVirtual().start(work);
  }

  /** From now on until closed. */
  static SharedQueue keep(Lab lab, String host) {
    return new SharedQueue(() -> {
      try {
        while (true) {
          Thread.sleep(EVERY_MS);
          if (!tc(lab, host, "show").isBlank()) {
            tc(lab, host, "del");
          }
        }
      } catch (InterruptedException | IOException e) {
        // Closed, or the lab is gone.
      }
    });
  }

  private static String tc(Lab lab, String host, String action)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("tc", "filter", action, "dev", "nic0"));
    words.addAll(List.of("parent", "1:"));
    Process process =
        new ProcessBuilder(lab.entering(host, words)).redirectErrorStream(true).start();
    try (var out = process.getInputStream()) {
      String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return said;
    }
  }

  @Override
  public void close() {
    keeper.interrupt();
  }
}
