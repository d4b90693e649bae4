package dev.drover.cli.evacuate;

import dev.drover.cli.command.CommandFailure;
import dev.drover.control.inventory.Inventory;

/** Checks names before anything takes time. */
final class Hosts {
  private Hosts() {}

  static void check(Inventory inventory, String host) {
    if (!inventory.names().contains(host)) {
      throw CommandFailure.badInput(
          "no host '"
              + host
              + "' in "
              + inventory.file()
              + "; it has "
              + String.join(", ", inventory.names()));
    }
  }
}
