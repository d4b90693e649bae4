package dev.drover.hypervisor;

import dev.drover.model.RoundSample;

/** Hears of a migration's progress. Calls come one at a time and must return quickly. */
public interface MigrationListener {
  /** A new phase was entered. */
  void phaseChanged(MigrationPhase phase);

  /** A round of pre-copy began; heard a few milliseconds after QEMU read its dirty bitmap. */
  void roundBegan(RoundBoundary boundary);

  /** A pass over dirty memory begins, counted from 1; told as soon as QEMU has. */
  default void passBegan(int pass) {}

  /** The VM's disk is being copied; told several times a second. */
  default void diskCopied(DiskProgress progress) {}

  /** New telemetry; at least one for each round, and several a second while memory moves. */
  void sampled(RoundSample sample);
}
