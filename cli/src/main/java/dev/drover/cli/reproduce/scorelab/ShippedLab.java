package dev.drover.cli.reproduce.scorelab;

import dev.drover.cli.command.Shipped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The lab that is measured in: {@code scenarios/placement.yaml} as it comes with Drover, under
 * another name, so that one that is up already is left alone.
 */
final class ShippedLab {
  static final String FILE = "scenarios/placement.yaml";
  static final String NAME = "s-core-token";

  /** The switch that joins the racks. */
  static final String CORE = "core";

  private ShippedLab() {}

  static String yaml() throws IOException {
    return Files.readString(Shipped.orShipped(Path.of(FILE)))
        .replaceFirst("(?m)^name: .*$", "name: " + NAME);
  }
}
