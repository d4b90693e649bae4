package dev.drover.cli.evacuate;

import dev.drover.cli.command.ExitCode;
import dev.drover.cli.terminal.Screen;
import dev.drover.cli.terminal.Table;
import dev.drover.decide.evacuation.EvacuationPolicies;
import java.util.List;
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
    List<String> names = EvacuationPolicies.names();
    for (String name : names) {
      table.row(name, meaning(name) + (name.equals(names.getFirst()) ? " (default)" : ""));
    }
    table.render(Screen.detect(System.getenv())).forEach(System.out::println);
    return ExitCode.OK;
  }

  private static String meaning(String policy) {
    return switch (policy) {
      case "traffic-aware" ->
          "technique from traffic direction and priority, serial or parallel by contention,"
              + " bandwidth reserved by priority and SLA";
      case "qemu-serial" -> "pre-copy, one VM after the other, nothing reserved: plain QEMU";
      case "qemu-parallel" -> "pre-copy, all VMs at once, nothing reserved: plain QEMU";
      case "random" -> "any plan that is possible; the line that others must beat";
      default -> "";
    };
  }
}
