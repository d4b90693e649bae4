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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Moves one VM, or several at once. */
@Command(
    name = "migrate",
    description = "Move one VM to a host, or several, each to its own.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  drover migrate web h2",
      "  drover migrate web h2 --technique post-copy",
      "  drover migrate web h2 db h3 --policy qemu-parallel",
    })
public final class MigrateCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "VM", description = "The VM to move.")
  private String vm = "";

  @Parameters(index = "1", paramLabel = "HOST", description = "Where to.")
  private String host = "";

  @Parameters(
      index = "2..*",
      arity = "0..*",
      paramLabel = "VM HOST",
      description = "More VMs, each with where to.")
  private List<String> more = List.of();

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
    SequencedMap<String, String> destinations = destinations();
    destinations.values().forEach(to -> Hosts.check(inventory, to));
    return Control.inside(
        spec,
        inventory,
        "Moving " + moves(destinations) + ": measuring ...",
        control ->
            new Move(control, options)
                .run(controller ->
                    more.isEmpty()
                        ? plan(controller, name)
                        : controller.planMigrations(name, destinations, technique, Move.MEASURE)));
  }

  private SequencedMap<String, String> destinations() {
    SequencedMap<String, String> destinations = new LinkedHashMap<>();
    destinations.put(vm, host);
    if (more.size() % 2 != 0) {
      throw CommandFailure.badInput("vm " + more.getLast() + " has no host; name one after it");
    }
    for (int i = 0; i < more.size(); i += 2) {
      if (destinations.put(more.get(i), more.get(i + 1)) != null) {
        throw CommandFailure.badInput("vm " + more.get(i) + " is there twice");
      }
    }
    return destinations;
  }

  private static String moves(SequencedMap<String, String> destinations) {
    return destinations.entrySet().stream()
        .map(move -> move.getKey() + " to " + move.getValue())
        .collect(Collectors.joining(", "));
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
