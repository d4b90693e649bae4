package dev.drover.cli.placement;

import dev.drover.control.result.ResultFile;
import dev.drover.decide.communication.TokenPolicy;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the operator asked for.
 *
 * @param together how many VMs go elsewhere at once at most; 1: each by itself
 * @param json where to write what came of it
 */
record Asked(TokenPolicy policy, int rounds, int together, Optional<Path> json) {
  /** Writes the file, if one is wanted, and says so. */
  void write(PlacementJson.Rebalance result, PrintStream out) {
    json.ifPresent(file -> {
      ResultFile.write(file, PlacementJson.text(result));
      out.println("wrote " + file);
    });
  }
}
