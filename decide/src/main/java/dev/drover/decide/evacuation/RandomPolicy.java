package dev.drover.decide.evacuation;

import dev.drover.decide.link.ClusterLoad;
import dev.drover.decide.placement.HostPreference;
import dev.drover.decide.placement.Placement.Destination;
import dev.drover.model.Cluster;
import dev.drover.model.PlanResult;
import dev.drover.model.Reservation;
import dev.drover.model.Strategy;
import dev.drover.model.Technique;
import dev.drover.model.VmObservation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A valid plan drawn at random: the lower bound that every policy must beat. Each plan starts from
 * a fresh generator, so that the same question has the same answer.
 */
final class RandomPolicy implements EvacuationPolicy {
  private static final List<Technique> TECHNIQUES = List.of(Technique.values());

  private final Supplier<RandomGenerator> generators;
  private final TrafficAwareSettings settings;

  RandomPolicy(Supplier<RandomGenerator> generators, TrafficAwareSettings settings) {
    this.generators = generators;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "random";
  }

  @Override
  public String description() {
    return "any plan that is possible: the line that others must beat";
  }

  @Override
  public Duration downtimeLimit() {
    return settings.model().asQemu().downtimeLimit();
  }

  @Override
  public boolean helpsConvergence() {
    return true;
  }

  @Override
  public PlanResult plan(Cluster cluster, PlanRequest request) {
    RandomGenerator random = generators.get();
    return new BaselinePlanner(settings, new AnyHost(random))
        .plan(
            cluster,
            request,
            name(),
            (question, destinations) -> groups(random, question, destinations));
  }

  @Override
  public List<Reservation> reserve(Cluster now, List<ActiveMigration> active) {
    return List.of();
  }

  private static List<List<Draft>> groups(
      RandomGenerator random, Question question, SortedMap<String, Destination> destinations) {
    List<List<Draft>> groups = new ArrayList<>();
    List<Draft> gang = new ArrayList<>();
    for (VmObservation vm : question.vms()) {
      Technique any = TECHNIQUES.get(random.nextInt(TECHNIQUES.size()));
      Technique technique = question.request().technique().orElse(any);
      Strategy strategy = random.nextBoolean() ? Strategy.PARALLEL : Strategy.SERIAL;
      Draft draft =
          new Draft(
              vm,
              question.priority(vm),
              Optional.ofNullable(destinations.get(vm.name())).orElseThrow(),
              technique,
              technique + " (drawn)",
              strategy,
              "drawn");
      switch (strategy) {
        case PARALLEL -> gang.add(draft);
        case SERIAL -> groups.add(random.nextInt(groups.size() + 1), List.of(draft));
      }
    }
    if (!gang.isEmpty()) {
      groups.add(random.nextInt(groups.size() + 1), List.copyOf(gang));
    }
    return groups;
  }

  private record AnyHost(RandomGenerator random) implements HostPreference {
    @Override
    public double score(ClusterLoad load, String host, VmObservation vm) {
      return random.nextDouble();
    }

    @Override
    public String text() {
      return "drawn, NIC";
    }
  }
}
