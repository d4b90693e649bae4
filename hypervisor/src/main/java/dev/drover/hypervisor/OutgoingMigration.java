package dev.drover.hypervisor;

import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.Optional;

/**
 * A migration under way, held at its source. Every command may be given at any time, from any
 * thread.
 */
public interface OutgoingMigration {
  MigrationPhase phase();

  /** Changes the rate limit while running; empty lifts it. */
  void limitRate(Optional<BitRate> rate);

  void limitDowntime(Duration limit);

  /**
   * Sets the pace of the present round, in force at once. Replaces what {@link #limitRate} and
   * {@link #limitDowntime} have set. A migration that never hears of this is not paced.
   */
  void pace(Pace pace);

  /**
   * Pre-copy: switches to post-copy now. Needs a migration that was requested as post-copy or
   * hybrid.
   */
  void startPostCopy();

  /**
   * Asks to stop. Has no effect in post-copy, where the VM can no longer run at the source.
   *
   * @return whether the request could be made
   */
  boolean cancel();

  /**
   * Post-copy paused: joins both ends again through a destination that {@linkplain Vm#listenAgain
   * listens again}.
   */
  void recover(String address, int port);

  /**
   * {@return whether {@link #recover} can be asked for now: paused, and no attempt is under way,
   * which a destination that listens once more would undo}
   */
  boolean recoverable();

  /** {@return the phase when it is final, or empty when {@code timeout} passed first} */
  Optional<MigrationPhase> await(Duration timeout) throws InterruptedException;
}
