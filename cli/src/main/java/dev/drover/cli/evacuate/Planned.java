package dev.drover.cli.evacuate;

import dev.drover.cli.command.ExitCode;
import dev.drover.cli.terminal.Screen;
import dev.drover.control.plan.Planning;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.PlanResult;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** Shows what planning came to. */
final class Planned {
  private Planned() {}

  /** {@return the plan, shown; empty when there is none, after saying on standard error why} */
  static Optional<EvacuationPlan> show(
      Planning planning, Screen screen, PrintStream out, PrintStream err) {
    return switch (planning.result()) {
      case PlanResult.Feasible(EvacuationPlan plan) -> {
        PlanTable.render(plan, screen).forEach(out::println);
        out.flush();
        yield Optional.of(plan);
      }
      case PlanResult.Infeasible(List<PlanResult.Reason> reasons) -> {
        for (PlanResult.Reason reason : reasons) {
          err.println("drover: infeasible: vm " + reason.vm() + ": " + reason.text());
        }
        yield Optional.empty();
      }
    };
  }

  static int code(Optional<EvacuationPlan> plan) {
    return plan.isPresent() ? ExitCode.OK : ExitCode.INFEASIBLE;
  }
}
