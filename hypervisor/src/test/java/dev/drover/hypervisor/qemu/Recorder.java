package dev.drover.hypervisor.qemu;

import dev.drover.hypervisor.MigrationListener;
import dev.drover.hypervisor.MigrationPhase;
import dev.drover.hypervisor.RoundBoundary;
import dev.drover.model.RoundSample;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Keeps all that a migration tells, and does what a test wants on a new phase. */
record Recorder(
    List<MigrationPhase> phases,
    List<RoundSample> samples,
    List<RoundBoundary> boundaries,
    Consumer<MigrationPhase> then)
    implements MigrationListener {
  Recorder() {
    this(_ -> {});
  }

  Recorder(Consumer<MigrationPhase> then) {
    this(
        new CopyOnWriteArrayList<>(),
        new CopyOnWriteArrayList<>(),
        new CopyOnWriteArrayList<>(),
        then);
  }

  @Override
  public void phaseChanged(MigrationPhase phase) {
    phases.add(phase);
    then.accept(phase);
  }

  @Override
  public void roundBegan(RoundBoundary boundary) {
    boundaries.add(boundary);
  }

  @Override
  public void sampled(RoundSample sample) {
    samples.add(sample);
  }

  boolean saw(Class<? extends MigrationPhase> phase) {
    return phases.stream().anyMatch(phase::isInstance);
  }
}
