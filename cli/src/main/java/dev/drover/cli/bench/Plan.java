package dev.drover.cli.bench;

import dev.drover.model.Priority;
import dev.drover.model.Technique;
import dev.drover.model.TrafficClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** All cases of a bench, in the order in which they are measured. */
final class Plan {
  static final List<TrafficClass> DIRECTIONS =
      List.of(TrafficClass.INCOMING, TrafficClass.OUTGOING);
  static final List<String> GANG_POLICIES = List.of("qemu-serial", "qemu-parallel");

  /**
   * The way around the hosts of the matrix: every pair of neighbours once, and back to the start.
   */
  static final List<String> ROUND = List.of("a", "c", "d", "b", "a");

  private static final Duration LAB_UP = Duration.ofSeconds(35);
  private static final Duration SINGLE = Duration.ofSeconds(28);
  private static final Duration IDLE = Duration.ofSeconds(35);
  private static final Duration SEVERAL = Duration.ofSeconds(70);

  /** How many scenarios are drawn, each measured once. */
  private static final int DRAWN = 5;

  private final int repetitions;
  private final Set<Part> parts;
  private final String scenario;
  private final long seed;

  /**
   * Makes a plan of {@code parts}.
   *
   * @param scenario the name of the lab in which the policies are measured
   * @param seed of the first scenario that is drawn; the others follow
   */
  Plan(int repetitions, Set<Part> parts, String scenario, long seed) {
    this.repetitions = repetitions;
    this.parts = EnumSet.copyOf(parts);
    this.scenario = scenario;
    this.seed = seed;
  }

  boolean has(Part part) {
    return parts.contains(part);
  }

  /** {@return one time around the hosts with one technique} */
  static List<Case.Single> round(TrafficClass vm, Technique technique, int repetition) {
    List<Case.Single> cases = new ArrayList<>();
    for (int i = 0; i + 1 < ROUND.size(); i++) {
      cases.add(
          new Case.Single(
              neighbour(ROUND.get(i)), neighbour(ROUND.get(i + 1)), vm, technique, repetition));
    }
    return cases;
  }

  /** {@return one case for each repetition} */
  List<Case.Single> singles(
      TrafficClass source, TrafficClass destination, TrafficClass vm, Technique technique) {
    List<Case.Single> cases = new ArrayList<>();
    for (int i = 1; i <= repetitions; i++) {
      cases.add(new Case.Single(source, destination, vm, technique, i));
    }
    return cases;
  }

  List<Case.Gang> gangs(TrafficClass vms, TrafficClass destination, String policy) {
    List<Case.Gang> cases = new ArrayList<>();
    for (int i = 1; i <= repetitions; i++) {
      cases.add(new Case.Gang(vms, destination, policy, i));
    }
    return cases;
  }

  /** {@return the policies on the scenario, one list of repetitions for each} */
  List<List<Case.Whole>> wholes() {
    List<List<Case.Whole>> all = new ArrayList<>();
    all.add(wholes("traffic-aware", Optional.empty()));
    all.add(wholes("traffic-aware", Optional.of(Priority.HIGH)));
    all.add(wholes("traffic-aware-paper", Optional.empty()));
    all.add(wholes("qemu-serial", Optional.empty()));
    all.add(wholes("qemu-parallel", Optional.empty()));
    return all;
  }

  /** {@return the seeds of the scenarios that are drawn} */
  List<Long> seeds() {
    return LongStream.range(seed, seed + DRAWN).boxed().toList();
  }

  /** {@return the policies on the scenario of one seed} */
  static List<Case.Whole> drawn(long seed) {
    String lab = DrawnScenario.name(seed);
    return List.of(
        new Case.Whole(lab, "traffic-aware", Optional.empty(), 1),
        new Case.Whole(lab, "traffic-aware", Optional.of(Priority.HIGH), 1),
        new Case.Whole(lab, "qemu-serial", Optional.empty(), 1),
        new Case.Whole(lab, "qemu-parallel", Optional.empty(), 1));
  }

  List<Case.Idle> idles() {
    List<Case.Idle> cases = new ArrayList<>();
    for (int i = 1; i <= repetitions; i++) {
      cases.add(new Case.Idle(i));
    }
    return cases;
  }

  int repetitions() {
    return repetitions;
  }

  /** {@return the options by which a user asks for this plan; the scenario's file aside} */
  String options() {
    String only = parts.stream().map(Part::toString).collect(Collectors.joining(","));
    return "--repetitions "
        + repetitions
        + (parts.contains(Part.DRAWN) ? " --seed " + seed : "")
        + (parts.size() < Part.values().length ? " --only " + only : "");
  }

  /** {@return everything that is to be measured} */
  List<Case> all() {
    List<Case> all = new ArrayList<>();
    parts.forEach(part -> all.addAll(cases(part)));
    return all;
  }

  private List<Case> cases(Part part) {
    List<Case> cases = new ArrayList<>();
    switch (part) {
      case POLICIES -> wholes().forEach(cases::addAll);
      case DRAWN -> seeds().forEach(each -> cases.addAll(drawn(each)));
      case IDLE -> cases.addAll(idles());
      case SINGLE -> {
        for (TrafficClass vm : DIRECTIONS) {
          for (Technique technique : Technique.values()) {
            for (int i = 1; i <= repetitions; i++) {
              cases.addAll(round(vm, technique, i));
            }
          }
        }
      }
      case GANG -> {
        for (TrafficClass vms : DIRECTIONS) {
          for (TrafficClass destination : DIRECTIONS) {
            GANG_POLICIES.forEach(policy -> cases.addAll(gangs(vms, destination, policy)));
          }
        }
      }
    }
    return cases;
  }

  /** {@return about how long {@code cases} take, labs included} */
  static Duration estimate(List<Case> cases) {
    Duration time = cases.isEmpty() ? Duration.ZERO : LAB_UP.multipliedBy(8);
    for (Case one : cases) {
      time =
          time.plus(
              switch (one) {
                case Case.Single _ -> SINGLE;
                case Case.Idle _ -> IDLE;
                case Case.Gang _, Case.Whole _ -> SEVERAL;
              });
    }
    return time;
  }

  private List<Case.Whole> wholes(String policy, Optional<Priority> priority) {
    List<Case.Whole> cases = new ArrayList<>();
    for (int i = 1; i <= repetitions; i++) {
      cases.add(new Case.Whole(scenario, policy, priority, i));
    }
    return cases;
  }

  static TrafficClass neighbour(String host) {
    return BenchLabs.INCOMING_HOSTS.contains(host) ? TrafficClass.INCOMING : TrafficClass.OUTGOING;
  }
}
