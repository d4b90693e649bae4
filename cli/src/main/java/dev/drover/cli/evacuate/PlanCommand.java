package dev.drover.cli.evacuate;

import dev.drover.cli.command.Control;
import dev.drover.cli.command.Target;
import dev.drover.cli.forecast.DryRun;
import dev.drover.cli.terminal.Screen;
import dev.drover.control.inventory.Inventory;
import dev.drover.control.plan.Planning;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.Priority;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The dry runs. */
@Command(
    name = "plan",
    description = "Show what would be done, and why; changes nothing.",
    mixinStandardHelpOptions = true,
    subcommands = PlanCommand.Evacuate.class,
    footerHeading = "%nExamples:%n",
    footer = "  drover plan evacuate h1")
public final class PlanCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "missing word: what to plan, 'evacuate'");
  }

  /** {@code plan evacuate}. */
  @Command(
      name = "evacuate",
      description = "Plan to empty a host.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {
        "  drover plan evacuate h1",
        "  drover plan evacuate h1 --priority high",
        "  drover plan evacuate h1 --simulate",
        "  drover plan evacuate h1 --policy qemu-parallel",
      })
  static final class Evacuate implements Callable<Integer> {
    @Parameters(paramLabel = "HOST", description = "The host to empty.")
    private String host = "";

    @Option(
        names = "--priority",
        paramLabel = "P",
        description =
            "high, medium or low, for every VM (default: each VM's own); high guarantees tenants their lower limits only.")
    private Optional<Priority> priority = Optional.empty();

    @Option(
        names = "--simulate",
        description = "Carry the plan out in a simulated copy of what is observed, and show it.")
    private boolean simulate;

    @Mixin private final PolicyOption policy = new PolicyOption();
    @Mixin private final Target target = new Target();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      String name = policy.name();
      Inventory inventory = target.inventory();
      Hosts.check(inventory, host);
      return Control.inside(
          spec,
          inventory,
          "Planning to empty " + host + " (" + name + "): measuring ...",
          control -> {
            Planning planning =
                control.controller().planEvacuation(name, host, priority, Move.MEASURE);
            Screen screen = Screen.detect(System.getenv());
            Optional<EvacuationPlan> plan = Planned.show(planning, screen, System.out, System.err);
            if (simulate && plan.isPresent() && !plan.get().migrations().isEmpty()) {
              System.out.println();
              DryRun.lines(inventory, planning, plan.get(), screen).forEach(System.out::println);
              System.out.flush();
            }
            return Planned.code(plan);
          });
    }
  }
}
