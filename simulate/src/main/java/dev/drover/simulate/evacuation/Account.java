package dev.drover.simulate.evacuation;

import dev.drover.model.RoundSample;
import dev.drover.simulate.kernel.SimTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The books of a migration under way: its phases and its telemetry; times in picoseconds. */
final class Account {
  private final Agenda agenda;
  private final List<PhaseStart> phases = new ArrayList<>();
  private final List<RoundSample> samples = new ArrayList<>();
  private QemuPhase phase = QemuPhase.WAITING;

  Account(Agenda agenda) {
    this.agenda = agenda;
  }

  /** A phase and when it was entered. */
  record PhaseStart(long at, QemuPhase phase) {}

  void enter(QemuPhase next) {
    phase = next;
    phases.add(new PhaseStart(agenda.now(), next));
  }

  void sample(RoundSample sample) {
    samples.add(sample);
  }

  /** {@return the present phase} */
  QemuPhase phase() {
    return phase;
  }

  /** {@return whether {@code asked} was ever entered} */
  boolean has(QemuPhase asked) {
    return phases.stream().anyMatch(each -> each.phase() == asked);
  }

  /** {@return when it was started; 0 before} */
  long startedAt() {
    return phases.isEmpty() ? 0 : phases.getFirst().at();
  }

  /** {@return the time since the start command} */
  Duration sinceStart() {
    return SimTime.toDuration(agenda.now() - startedAt());
  }

  /** {@return how long the present phase has lasted} */
  Duration inPhase() {
    return SimTime.toDuration(agenda.now() - enteredAt());
  }

  /** {@return from the start command to the end; so far while running} */
  Duration totalTime() {
    return SimTime.toDuration((phase.isEnd() ? enteredAt() : agenda.now()) - startedAt());
  }

  private long enteredAt() {
    return phases.isEmpty() ? 0 : phases.getLast().at();
  }

  List<PhaseStart> phases() {
    return List.copyOf(phases);
  }

  List<RoundSample> samples() {
    return List.copyOf(samples);
  }
}
