package dev.drover.agent.token;

import dev.drover.model.PlannedMigration.Prediction;

/** Moves a VM of this host to another one, by whatever means migrations have. */
public interface Mover {
  /**
   * {@return how a VM would be moved}
   *
   * @throws RuntimeException with one line when it cannot be
   */
  Move plan(String vm, String destination);

  /** A planned migration. */
  interface Move {
    /** {@return what it is expected to cost} */
    Prediction prediction();

    /** Carries it out; returns when the VM is settled. */
    Moved run();
  }

  /**
   * How a migration ended.
   *
   * @param done whether the VM runs at the destination now
   * @param bytes sent for it
   * @param text in one line what came of it
   */
  record Moved(boolean done, long bytes, String text) {}
}
