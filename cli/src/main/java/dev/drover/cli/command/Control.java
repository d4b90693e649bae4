package dev.drover.cli.command;

import dev.drover.control.Controller;
import dev.drover.control.inventory.Inventory;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Model.CommandSpec;

/** The control side of one inventory, connected to its agents. */
public record Control(Inventory inventory, Controller controller) {

  /**
   * Runs {@code command} where the inventory's agents can be reached: in this process, or in
   * another one inside the inventory's network namespace.
   *
   * @param firstLine said at once, before anything that takes time; empty for nothing
   * @return the exit code
   */
  public static int inside(
      CommandSpec spec, Inventory inventory, String firstLine, ToIntFunction<Control> command) {
    boolean again = inventory.netns().filter(ControlNamespace::isInside).isPresent();
    if (!firstLine.isEmpty() && !again) {
      System.out.println(firstLine);
      System.out.flush();
    }
    if (inventory.netns().isPresent()) {
      List<String> arguments = spec.root().commandLine().getParseResult().originalArgs();
      OptionalInt code = ControlNamespace.enter(inventory.netns().get(), arguments);
      if (code.isPresent()) {
        return code.getAsInt();
      }
    }
    return command.applyAsInt(new Control(inventory, Controller.of(inventory)));
  }
}
