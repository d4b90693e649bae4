package dev.drover.control.execute;

import dev.drover.agent.api.MigrationStatus;
import dev.drover.agent.api.StartRequest;
import dev.drover.model.MigrationOutcome;
import dev.drover.model.RoundSample;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One migration of a {@link FakeWorld}; guarded by the world's monitor. */
final class FakeMigration {
  final String id;
  final String vm;
  final String source;
  final String destination;
  final FakeWorld.Script script;
  Optional<MigrationOutcome> outcome = Optional.empty();
  private final FakeWorld world;
  private final StartRequest request;
  private final List<MigrationStatus.PhaseEntry> phases = new ArrayList<>();
  private int step;
  private boolean cancelled;

  FakeMigration(FakeWorld world, String source, StartRequest request, FakeWorld.Script script) {
    this.world = world;
    this.request = request;
    this.id = request.migration();
    this.vm = request.vm();
    this.source = source;
    this.destination = request.destination();
    this.script = script;
    phases.add(new MigrationStatus.PhaseEntry("pre-copy", 1_000));
    world.running++;
    world.mostRunning = Math.max(world.mostRunning, world.running);
  }

  /** {@return false when the VM has been given away} */
  boolean cancel() {
    if (step >= script.postCopyAt()) {
      return false;
    }
    cancelled = true;
    return true;
  }

  MigrationStatus ask() {
    if (outcome.isEmpty()) {
      if (cancelled || script.goesOn(world.log)) {
        step++;
      }
      if (cancelled) {
        end(new MigrationOutcome.Cancelled("asked"));
      } else if (step >= script.steps()) {
        end(script.ends());
      } else if (step == script.postCopyAt()) {
        phases.add(new MigrationStatus.PhaseEntry("post-copy", 1_000 + step * 100L));
        world.runningAt.put(vm, destination);
      }
    }
    return status();
  }

  private void end(MigrationOutcome how) {
    outcome = Optional.of(how);
    world.running--;
    world.say("end " + vm);
    if (how instanceof MigrationOutcome.Completed) {
      world.runningAt.put(vm, destination);
      world.preparedAt.remove(id);
    }
    if (how instanceof MigrationOutcome.Lost) {
      world.runningAt.remove(vm);
    }
  }

  MigrationStatus status() {
    long mebibytes = Math.min(100, 100L * step / script.steps());
    RoundSample sample =
        new RoundSample(
            Duration.ofMillis(step * 100L),
            1,
            Bytes.ofMebibytes(mebibytes),
            Bytes.ofMebibytes(100 - mebibytes),
            DirtyRate.ZERO,
            BitRate.ofMegabitsPerSecond(200),
            Duration.ofMillis(50),
            phases.getLast().phase());
    return new MigrationStatus(
        id,
        vm,
        source,
        destination,
        request.technique(),
        1_000,
        phases,
        List.of(sample),
        List.of(),
        List.of(),
        Bytes.ofMebibytes(mebibytes),
        Duration.ofMillis(step * 100L),
        Duration.ofMillis(40),
        Optional.empty(),
        outcome);
  }
}
