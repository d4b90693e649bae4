package dev.drover.cli.forecast;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.command.Shipped;
import dev.drover.cli.forecast.Forecasts.Forecast;
import dev.drover.cli.terminal.Screen;
import dev.drover.control.result.ResultFile;
import dev.drover.control.result.RunResult;
import dev.drover.decide.evacuation.EvacuationPolicies;
import dev.drover.decide.evacuation.EvacuationPolicy;
import dev.drover.lab.file.LabFile;
import dev.drover.model.PlanResult;
import dev.drover.model.Priority;
import dev.drover.simulate.evacuation.Scene;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * {@code simulate --from-lab FILE.yaml HOST}: a host of a lab evacuated without the lab. Options of
 * the {@code simulate} command.
 */
public final class FromLab {
  private static final String ALL = "all";

  @Option(
      names = "--from-lab",
      paramLabel = "FILE.yaml",
      description = "Simulate the evacuation of HOST in this lab instead of a scenario.")
  private @Nullable Path lab;

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      description =
          "With --from-lab: how to decide; 'drover policies' lists them, 'all' compares all"
              + " (default: traffic-aware).")
  private Optional<String> policy = Optional.empty();

  @Option(
      names = "--priority",
      paramLabel = "P",
      description = "With --from-lab: high, medium or low, for every VM (default: each VM's own).")
  private Optional<Priority> priority = Optional.empty();

  @Option(
      names = "--packets",
      description =
          "With --from-lab: every packet with TCP, instead of flows; takes about a third of the"
              + " evacuation's time.")
  private boolean packets;

  /** {@return whether {@code --from-lab} was given} */
  public boolean isAsked() {
    return lab != null;
  }

  /** Its other options mean nothing without {@code --from-lab}. */
  public void refuseAlone() {
    if (policy.isPresent() || priority.isPresent() || packets) {
      throw CommandFailure.badInput(
          "--policy, --priority and --packets are for evacuations; add --from-lab FILE.yaml and"
              + " name a host");
    }
  }

  /**
   * Simulates, and prints what came of it.
   *
   * @param json where the results go too, in the form of measured ones
   * @return the exit code
   */
  public int run(String host, long seed, Optional<Path> json, Screen screen, PrintStream out) {
    Path named = lab;
    if (named == null) {
      throw new IllegalStateException("--from-lab was not given");
    }
    LabFile file = LabFile.read(Shipped.orShipped(named));
    if (file.hosts().stream().noneMatch(each -> each.name().equals(host))) {
      List<String> hosts = file.hosts().stream().map(LabFile.Host::name).toList();
      throw CommandFailure.badInput(
          "no host '" + host + "' in " + named + "; it has " + String.join(", ", hosts));
    }
    Scene scene;
    try {
      scene = LabScene.of(file);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.badInput(named + ": " + e.getMessage());
    }
    List<RunResult> runs = new ArrayList<>();
    for (String each : policies()) {
      switch (forecast(scene, EvacuationPolicies.named(each), host, seed)) {
        case Forecast.Done(var run, var predicted) ->
            runs.add(SimulatedResults.of(each, scene, run, predicted));
        case Forecast.Infeasible(var reasons) -> {
          for (PlanResult.Reason reason : reasons) {
            System.err.println("drover: infeasible: vm " + reason.vm() + ": " + reason.text());
          }
          return ExitCode.INFEASIBLE;
        }
      }
    }
    out.println("Simulated, not measured: " + host + " of lab " + file.name() + " evacuated.");
    for (RunResult run : runs) {
      out.println();
      out.println(screen.plain(run.policy()));
      ForecastText.migrations(run, screen).forEach(out::println);
      ModelText.table(run, screen).forEach(out::println);
    }
    ModelText.notes(runs, screen).forEach(out::println);
    out.println();
    ForecastText.measures(runs, screen).forEach(out::println);
    json.ifPresent(to -> {
      ResultFile.write(to, ResultFile.json(runs));
      out.println("wrote " + to);
    });
    out.flush();
    boolean all = runs.stream().allMatch(run -> run.evacuation().outcome().equals("completed"));
    return all ? ExitCode.OK : ExitCode.FAILED;
  }

  private Forecast forecast(Scene scene, EvacuationPolicy chosen, String host, long seed) {
    return packets
        ? Forecasts.evacuateByPackets(scene, chosen, host, priority, seed)
        : Forecasts.evacuate(scene, chosen, host, priority, seed);
  }

  private List<String> policies() {
    List<String> names = EvacuationPolicies.names();
    String asked = policy.orElse(names.getFirst());
    if (asked.equals(ALL)) {
      return names;
    }
    if (!names.contains(asked)) {
      throw CommandFailure.badInput(
          "'" + asked + "' is not a policy; use one of " + String.join(", ", names) + ", " + ALL);
    }
    return List.of(asked);
  }
}
