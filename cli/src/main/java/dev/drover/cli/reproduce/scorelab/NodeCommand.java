package dev.drover.cli.reproduce.scorelab;

import dev.drover.lab.Lab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A program in a node's network, and what it says. */
final class NodeCommand {
  private NodeCommand() {}

  /**
   * {@return what it wrote}
   *
   * @throws IOException when it does not end well
   */
  static String said(Lab lab, String node, List<String> command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(lab.entering(node, command)).redirectErrorStream(true).start();
    String said;
    try (var out = process.getInputStream()) {
      said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (process.waitFor() != 0) {
      throw new IOException(
          "'%s' failed at %s: %s".formatted(String.join(" ", command), node, said.strip()));
    }
    return said;
  }
}
