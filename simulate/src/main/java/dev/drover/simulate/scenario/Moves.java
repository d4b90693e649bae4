package dev.drover.simulate.scenario;

import dev.drover.model.network.Topology.Link;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Timer;
import dev.drover.simulate.migration.Migration;
import dev.drover.simulate.migration.MigrationResult;
import dev.drover.simulate.migration.MigrationSpec;
import dev.drover.simulate.migration.SimulatedGuest;
import dev.drover.simulate.stream.TrafficKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Starts migrations group by group and keeps what they came to. */
final class Moves {
  /** What a migration that dirties as it sends is shown to have done at most. */
  private static final double UNFINISHED = 0.99;

  private final RunSpec spec;
  private final World world;
  private final Background background;
  private final Map<String, SimulatedGuest> guests = new TreeMap<>();
  private final Map<String, MigrationResult> results = new TreeMap<>();
  private final TreeSet<Integer> groups = new TreeSet<>();
  private final Set<String> sources = new TreeSet<>();
  private final List<Link> linksOut = new ArrayList<>();
  private double memory;
  private int left;
  private boolean begun;

  Moves(RunSpec spec, World world, Background background) {
    this.spec = spec;
    this.world = world;
    this.background = background;
    for (VmSpec vm : spec.vms()) {
      guests.put(vm.name(), Guests.of(vm, world.seeds()));
    }
    for (MigrationPlan plan : spec.migrations()) {
      groups.add(plan.group());
      SimulatedGuest guest = guest(plan.vm());
      sources.add(guest.host());
      memory += guest.memorySize().count();
    }
    for (Link link : spec.topology().links()) {
      if (sources.contains(link.left()) || sources.contains(link.right())) {
        linksOut.add(link);
      }
    }
    nextGroup();
  }

  private void nextGroup() {
    Integer group = groups.pollFirst();
    if (group == null) {
      return;
    }
    for (MigrationPlan plan : spec.migrations()) {
      if (plan.group() == group) {
        left++;
        new Timer(world.simulator(), () -> start(plan))
            .set(Math.addExact(world.simulator().now(), SimTime.of(plan.start())));
      }
    }
  }

  private void start(MigrationPlan plan) {
    if (!begun) {
      begun = true;
      background.migrationsBegin();
    }
    SimulatedGuest guest = guest(plan.vm());
    MigrationSpec migration =
        new MigrationSpec(
            world.router().route(guest.host(), plan.destination(), plan.vm()),
            plan.technique(),
            plan.settings());
    Migration.start(
        world.network(), spec.topology(), guest, migration, (_, result) -> ended(plan, result));
  }

  private SimulatedGuest guest(String name) {
    SimulatedGuest guest = guests.get(name);
    if (guest == null) {
      throw new IllegalStateException("no vm " + name);
    }
    return guest;
  }

  private void ended(MigrationPlan plan, MigrationResult result) {
    results.put(plan.vm(), result);
    if (--left > 0) {
      return;
    }
    nextGroup();
    if (left == 0) {
      background.migrationsEnd();
      if (spec.duration().isEmpty()) {
        world.simulator().stop();
      }
    }
  }

  /** {@return whether all have ended} */
  boolean over() {
    return results.size() == spec.migrations().size();
  }

  int ended() {
    return results.size();
  }

  /** {@return how much is done of all, 0 to 1; see {@link RunWatcher#progress}} */
  double moved() {
    if (over()) {
      return 1;
    }
    long sent = 0;
    for (Link link : linksOut) {
      String host = sources.contains(link.left()) ? link.left() : link.right();
      String neighbour = host.equals(link.left()) ? link.right() : link.left();
      sent += world.network().bytesSent(host, neighbour, TrafficKind.MIGRATION);
    }
    double byBytes = Math.min(UNFINISHED, sent / memory);
    return Math.max(byBytes, results.size() / (double) spec.migrations().size());
  }

  List<RunResult.Move> results() {
    List<RunResult.Move> moves = new ArrayList<>();
    for (MigrationPlan plan : spec.migrations()) {
      MigrationResult result = results.get(plan.vm());
      moves.add(
          result == null
              ? new RunResult.Move.Unfinished(plan)
              : new RunResult.Move.Ended(plan, result));
    }
    return moves;
  }
}
