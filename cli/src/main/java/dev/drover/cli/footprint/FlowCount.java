package dev.drover.cli.footprint;

import dev.drover.control.inventory.Inventory;
import dev.drover.control.placement.PlacementAgents;
import java.nio.file.Path;

/**
 * {@code FlowCount INVENTORY HOST} prints how many flows an agent says that it has in its table.
 */
final class FlowCount {
  private FlowCount() {}

  public static void main(String[] arguments) {
    Inventory inventory = Inventory.read(Path.of(arguments[0]));
    System.out.println(PlacementAgents.of(inventory).agent(arguments[1]).placement().flows());
    System.out.flush();
  }
}
