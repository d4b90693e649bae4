package dev.drover.cli.evacuate;

import dev.drover.cli.command.ExitCode;
import dev.drover.cli.terminal.Screen;
import dev.drover.cli.terminal.Table;
import dev.drover.decide.evacuation.EvacuationPolicies;
import dev.drover.decide.evacuation.EvacuationPolicy;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the policies. */
@Command(
    name = "policies",
    description = "List the policies that can plan an evacuation.",
    mixinStandardHelpOptions = true)
public final class PoliciesCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    Table table = new Table().left("policy").left("what it does");
    EvacuationPolicy standard = EvacuationPolicies.all().getFirst();
    for (EvacuationPolicy policy : EvacuationPolicies.all()) {
      boolean isDefault = policy.name().equals(standard.name());
      table.row(policy.name(), policy.description() + (isDefault ? " (default)" : ""));
    }
    table.render(Screen.detect(System.getenv())).forEach(System.out::println);
    return ExitCode.OK;
  }
}
