package dev.drover.cli.evacuate;

import dev.drover.cli.command.Control;
import dev.drover.cli.command.Target;
import dev.drover.control.inventory.Inventory;
import dev.drover.model.Priority;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Empties a host. */
@Command(
    name = "evacuate",
    description = "Move every VM off a host while their workloads keep running.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  drover evacuate h1",
      "  drover evacuate h1 --priority high --json result.json",
      "  drover evacuate h1 --policy qemu-serial --yes",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every VM was moved",
      "1:some VM was not moved; what is said tells where it runs",
      "2:wrong arguments; nothing was done",
      "3:infeasible; nothing was done",
      "130:cancelled; every VM runs",
    })
public final class EvacuateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "HOST", description = "The host to empty.")
  private String host = "";

  @Option(
      names = "--priority",
      paramLabel = "P",
      description =
          "high, medium or low, for every VM (default: each VM's own); high guarantees tenants their lower limits only.")
  private Optional<Priority> priority = Optional.empty();

  @Mixin private final PolicyOption policy = new PolicyOption();
  @Mixin private final MoveOptions options = new MoveOptions();
  @Mixin private final Target target = new Target();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    String name = policy.name();
    options.check();
    Inventory inventory = target.inventory();
    Hosts.check(inventory, host);
    return Control.inside(
        spec,
        inventory,
        "Evacuating " + host + " (" + name + "): measuring ...",
        control ->
            new Move(control, options)
                .run(controller -> controller.planEvacuation(name, host, priority, Move.MEASURE)));
  }
}
