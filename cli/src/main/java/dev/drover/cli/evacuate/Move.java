package dev.drover.cli.evacuate;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.Control;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.lab.LabWatch;
import dev.drover.cli.report.Comparison;
import dev.drover.cli.report.RunSummary;
import dev.drover.cli.terminal.Interrupts;
import dev.drover.cli.terminal.LiveProgress;
import dev.drover.cli.terminal.PlainProgress;
import dev.drover.cli.terminal.Progress;
import dev.drover.cli.terminal.Screen;
import dev.drover.control.Controller;
import dev.drover.control.Session;
import dev.drover.control.execute.CancelSignal;
import dev.drover.control.execute.EvacuationEvent;
import dev.drover.control.execute.ExecutionSettings;
import dev.drover.control.execute.RouteReservations;
import dev.drover.control.plan.Planning;
import dev.drover.control.result.ResultFile;
import dev.drover.control.result.RunResult;
import dev.drover.control.result.WorkloadWatch;
import dev.drover.host.NetworkRoutes;
import dev.drover.model.EvacuationPlan;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/** Plans, shows the plan, carries it out with progress, and says what came of it. */
final class Move {
  /** How long dirty rates are measured before a plan is made. */
  static final Duration MEASURE = Duration.ofSeconds(1);

  private final Control control;
  private final MoveOptions options;
  private final Screen screen = Screen.detect(System.getenv());
  private final PrintStream out = System.out;
  private final CancelSignal cancel = new CancelSignal();
  private final AtomicBoolean begun = new AtomicBoolean();

  Move(Control control, MoveOptions options) {
    this.control = control;
    this.options = options;
  }

  /** {@return the exit code} */
  int run(Function<Controller, Planning> planner) {
    Interrupts.listen(this::interrupted);
    Controller controller = control.controller();
    try (Session session = controller.begin(line -> out.println(screen.plain(line)), cancel)) {
      if (!session.recovery().left().isEmpty()) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "an earlier run is not settled: "
                + String.join("; ", session.recovery().left())
                + "; bring its agents back, then try again");
      }
      Optional<WorkloadWatch> watch = LabWatch.of(control.inventory());
      watch.ifPresent(WorkloadWatch::begin);
      Planning planning = planner.apply(controller);
      Optional<EvacuationPlan> plan = Planned.show(planning, screen, out, System.err);
      if (plan.isEmpty()) {
        return ExitCode.INFEASIBLE;
      }
      if (plan.get().migrations().isEmpty()) {
        return ExitCode.OK;
      }
      options.check(plan.get());
      options.notes(plan.get()).forEach(note -> out.println(screen.plain("note: " + note)));
      if (!confirmed(plan.get())) {
        out.println("Nothing was done.");
        return ExitCode.CANCELLED;
      }
      out.println();
      begun.set(true);
      return say(execute(session, planning, watch));
    }
  }

  private RunResult execute(Session session, Planning planning, Optional<WorkloadWatch> watch) {
    try (Progress progress = progress()) {
      return session.execute(
          planning,
          ExecutionSettings.forPolicy(planning.policy(), options.transfer()),
          shown(progress),
          cancel,
          options.reservesRoutes() ? NetworkRoutes.of(control.inventory()) : RouteReservations.NONE,
          watch);
    }
  }

  private Consumer<EvacuationEvent> shown(Progress progress) {
    BoardKeeper keeper = new BoardKeeper();
    long startedNs = System.nanoTime();
    return event -> {
      BoardKeeper.words(event).forEach(progress::say);
      progress.show(keeper.after(event, Duration.ofNanos(System.nanoTime() - startedNs)));
    };
  }

  private Progress progress() {
    return screen.live()
        ? new LiveProgress(out, screen, System::nanoTime)
        : new PlainProgress(out, screen);
  }

  private int say(RunResult result) {
    RunSummary summary = RunSummary.of(result);
    out.println();
    out.println(
        summary.moved() + " of " + summary.planned() + " VMs moved (" + result.policy() + ").");
    for (Comparison.Row row : Comparison.rows(List.of(summary))) {
      String cell = row.cells().getFirst();
      out.println(screen.plain(String.format("  %-28s%s", row.measure(), cell)));
    }
    if (options.json != null) {
      ResultFile.write(options.json, ResultFile.json(result));
      out.println("wrote " + options.json);
    }
    return switch (result.evacuation().outcome()) {
      case "completed" -> ExitCode.OK;
      case "cancelled" -> ExitCode.CANCELLED;
      default -> ExitCode.FAILED;
    };
  }

  private boolean confirmed(EvacuationPlan plan) {
    if (options.yes || !screen.live() || !Screen.asks()) {
      return true;
    }
    out.print(
        "\nMove "
            + plan.migrations().size()
            + (plan.migrations().size() == 1 ? " VM" : " VMs")
            + "? [Y/n] ");
    out.flush();
    try {
      int answer = System.in.read();
      return answer == '\n' || answer == 'y' || answer == 'Y';
    } catch (IOException e) {
      return false;
    }
  }

  private void interrupted(int press) {
    if (!begun.get()) {
      System.err.println("drover: cancelled; nothing was done");
      Runtime.getRuntime().halt(ExitCode.CANCELLED);
    }
    if (press == 1) {
      cancel.cancel();
      System.err.println(
          "drover: cancelling: VMs that have not been handed over stay where they are; Ctrl-C again"
              + " to leave at once");
    } else {
      System.err.println(
          "drover: left: the agents bring what is under way to an end and every VM stays safe;"
              + " 'drover status' shows where each runs");
      Runtime.getRuntime().halt(ExitCode.CANCELLED);
    }
  }
}
