package dev.drover.cli.evacuate;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.Control;
import dev.drover.cli.command.Target;
import dev.drover.control.Controller;
import dev.drover.control.inventory.Inventory;
import dev.drover.control.observe.Observation;
import dev.drover.control.plan.Planning;
import dev.drover.model.Technique;
import dev.drover.model.VmObservation;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Moves one VM. */
@Command(
    name = "migrate",
    description = "Move one VM to a host.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  drover migrate web h2",
      "  drover migrate web h2 --technique post-copy",
    })
public final class MigrateCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "VM", description = "The VM to move.")
  private String vm = "";

  @Parameters(index = "1", paramLabel = "HOST", description = "Where to.")
  private String host = "";

  @Option(
      names = "--technique",
      paramLabel = "T",
      description = "pre-copy, post-copy or hybrid (default: the policy decides).")
  private Optional<Technique> technique = Optional.empty();

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
        "Moving " + vm + " to " + host + ": measuring ...",
        control -> new Move(control, options).run(controller -> plan(controller, name)));
  }

  private Planning plan(Controller controller, String name) {
    Observation seen = controller.status().observation();
    if (seen.unreachable().isEmpty()) {
      Optional<VmObservation> found = seen.cluster().vm(vm);
      if (found.isEmpty()) {
        String known =
            seen.cluster().vms().stream()
                .map(VmObservation::name)
                .collect(Collectors.joining(", "));
        throw CommandFailure.badInput("no vm '" + vm + "' runs here; there are " + known);
      }
      if (found.get().host().equals(host)) {
        throw CommandFailure.badInput("vm " + vm + " already runs on " + host);
      }
    }
    return controller.planMigration(name, vm, host, technique, Move.MEASURE);
  }
}
