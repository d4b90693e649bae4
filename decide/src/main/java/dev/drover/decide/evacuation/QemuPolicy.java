package dev.drover.decide.evacuation;

import dev.drover.decide.placement.HostPreference;
import dev.drover.decide.placement.Placement.Destination;
import dev.drover.model.Cluster;
import dev.drover.model.PlanResult;
import dev.drover.model.Reservation;
import dev.drover.model.Strategy;
import dev.drover.model.Technique;
import dev.drover.model.VmObservation;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What QEMU does by itself: pre-copy for every VM, one after the other or all at once, with no
 * reservations. One after the other means in the order that an operator would take them: the most
 * urgent first, and of the same urgency as they are listed. In any other order the time that an
 * urgent VM takes would say more about its place in the list than about the migration.
 */
final class QemuPolicy implements EvacuationPolicy {
  private final Strategy strategy;
  private final BaselinePlanner planner;

  QemuPolicy(Strategy strategy, TrafficAwareSettings settings) {
    this.strategy = strategy;
    this.planner = new BaselinePlanner(settings, new HostPreference.LeastLoadedNic());
  }

  @Override
  public String name() {
    return "qemu-" + strategy;
  }

  @Override
  public String description() {
    String order =
        switch (strategy) {
          case SERIAL -> "one VM after the other";
          case PARALLEL -> "all VMs at once";
        };
    return "plain QEMU: pre-copy, " + order + ", nothing reserved";
  }

  @Override
  public Duration downtimeLimit() {
    return planner.downtimeLimit();
  }

  @Override
  public boolean helpsConvergence() {
    return false;
  }

  @Override
  public PlanResult plan(Cluster cluster, PlanRequest request) {
    return planner.plan(cluster, request, name(), this::groups);
  }

  @Override
  public List<Reservation> reserve(Cluster now, List<ActiveMigration> active) {
    return List.of();
  }

  private List<List<Draft>> groups(Question question, SortedMap<String, Destination> destinations) {
    List<Draft> drafts =
        question.vms().stream()
            .sorted(Comparator.comparing(question::priority))
            .map(vm -> draft(question, vm, destinations))
            .toList();
    return switch (strategy) {
      case SERIAL -> drafts.stream().map(List::of).toList();
      case PARALLEL -> drafts.isEmpty() ? List.of() : List.of(drafts);
    };
  }

  private Draft draft(
      Question question, VmObservation vm, SortedMap<String, Destination> destinations) {
    Optional<Technique> asked = question.request().technique();
    return new Draft(
        vm,
        question.priority(vm),
        Optional.ofNullable(destinations.get(vm.name())).orElseThrow(),
        asked.orElse(Technique.PRE_COPY),
        asked.map(technique -> technique + " (asked for)").orElse("pre-copy (QEMU's own choice)"),
        strategy,
        name());
  }
}
