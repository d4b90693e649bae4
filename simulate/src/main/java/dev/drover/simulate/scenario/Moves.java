package dev.drover.simulate.scenario;

import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Timer;
import dev.drover.simulate.migration.Migration;
import dev.drover.simulate.migration.MigrationResult;
import dev.drover.simulate.migration.MigrationSpec;
import dev.drover.simulate.migration.SimulatedGuest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Starts migrations group by group and keeps what they came to. */
final class Moves {
  private final RunSpec spec;
  private final World world;
  private final Background background;
  private final Map<String, SimulatedGuest> guests = new TreeMap<>();
  private final Map<String, MigrationResult> results = new TreeMap<>();
  private final TreeSet<Integer> groups = new TreeSet<>();
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
