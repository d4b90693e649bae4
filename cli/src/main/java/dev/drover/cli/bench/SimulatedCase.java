package dev.drover.cli.bench;

import dev.drover.cli.command.Shipped;
import dev.drover.cli.forecast.Forecasts;
import dev.drover.cli.forecast.Forecasts.Forecast;
import dev.drover.cli.forecast.LabScene;
import dev.drover.cli.forecast.SimulatedResults;
import dev.drover.control.result.RunResult;
import dev.drover.decide.evacuation.EvacuationPolicies;
import dev.drover.decide.evacuation.EvacuationPolicy;
import dev.drover.decide.evacuation.PlanRequest;
import dev.drover.lab.file.LabFile;
import dev.drover.model.Priority;
import dev.drover.model.Technique;
import dev.drover.model.TrafficClass;
import dev.drover.simulate.evacuation.Scene;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The cases of a bench in the simulated world. */
final class SimulatedCase {
  private static final Pattern DRAWN = Pattern.compile("drawn(\\d{1,9})-.*");
  private static final Pattern WHOLE = Pattern.compile("([a-z0-9]+)-(.+?)(-(high|medium|low))?");

  private SimulatedCase() {}

  /** {@return the case so named; empty when no bench has it} */
  static Optional<Case> named(String name) {
    return known().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .or(() -> whole(name));
  }

  private static List<Case> known() {
    List<Case> all = new ArrayList<>(List.of(new Case.Idle(1)));
    for (TrafficClass source : Plan.DIRECTIONS) {
      for (TrafficClass destination : Plan.DIRECTIONS) {
        for (TrafficClass vm : Plan.DIRECTIONS) {
          for (Technique technique : Technique.values()) {
            all.add(new Case.Single(source, destination, vm, technique, 1));
          }
        }
        Plan.GANG_POLICIES.forEach(
            policy -> all.add(new Case.Gang(source, destination, policy, 1)));
      }
    }
    return all;
  }

  private static Optional<Case> whole(String name) {
    Matcher matcher = WHOLE.matcher(name);
    if (!matcher.matches() || !EvacuationPolicies.names().contains(matcher.group(2))) {
      return Optional.empty();
    }
    Case.Whole one =
        new Case.Whole(
            matcher.group(1),
            matcher.group(2),
            Optional.ofNullable(matcher.group(4)).map(Priority::parse),
            1);
    return lab(one).map(_ -> one);
  }

  /** {@return what it comes to; empty when there is no plan} */
  static Optional<RunResult> simulate(Case one, long seed) {
    return switch (one) {
      case Case.Whole whole ->
          lab(whole)
              .flatMap(lab ->
                  evacuate(
                      LabFile.parse(lab, one.name()),
                      whole.policy(),
                      "h1",
                      whole.priority(),
                      seed));
      case Case.Idle _ ->
          evacuate(
              LabFile.parse(BenchLabs.idle(), one.name()),
              "traffic-aware",
              "a",
              Optional.empty(),
              seed);
      case Case.Gang gang ->
          evacuate(
              LabFile.parse(BenchLabs.gang(gang.vms(), gang.destination()), one.name()),
              gang.policy(),
              "a",
              Optional.empty(),
              seed);
      case Case.Single single -> migrate(single, seed);
    };
  }

  private static Optional<RunResult> evacuate(
      LabFile lab, String policy, String host, Optional<Priority> priority, long seed) {
    Scene scene = LabScene.of(lab);
    EvacuationPolicy chosen = EvacuationPolicies.named(policy);
    return result(scene, policy, Forecasts.evacuate(scene, chosen, host, priority, seed));
  }

  /** The real VM went around the hosts; here it starts from the source of the case. */
  private static Optional<RunResult> migrate(Case.Single one, long seed) {
    for (int i = 0; i + 1 < Plan.ROUND.size(); i++) {
      String source = Plan.ROUND.get(i);
      String destination = Plan.ROUND.get(i + 1);
      if (Plan.neighbour(source) == one.source()
          && Plan.neighbour(destination) == one.destination()) {
        Scene scene =
            LabScene.of(LabFile.parse(BenchLabs.matrix(one.vm()), one.name()))
                .withGuestOn("vm", source);
        return result(
            scene,
            "qemu-serial",
            Forecasts.plan(
                scene,
                EvacuationPolicies.named("qemu-serial"),
                seen -> PlanRequest.migrate(seen, "vm", destination, Optional.of(one.technique())),
                seed));
      }
    }
    throw new IllegalStateException("no way around the hosts has " + one.combination());
  }

  private static Optional<RunResult> result(Scene scene, String policy, Forecast forecast) {
    return switch (forecast) {
      case Forecast.Done(var run, _) -> Optional.of(SimulatedResults.of(policy, scene, run));
      case Forecast.Infeasible _ -> Optional.empty();
    };
  }

  private static Optional<String> lab(Case.Whole whole) {
    Matcher drawn = DRAWN.matcher(whole.name());
    if (drawn.matches()) {
      return Optional.of(DrawnScenario.lab(Long.parseLong(drawn.group(1))));
    }
    Path file = Shipped.orShipped(Path.of("scenarios", whole.scenario() + ".yaml"));
    return Files.exists(file) ? Optional.of(LabFile.read(file).text()) : Optional.empty();
  }
}
