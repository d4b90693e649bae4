package dev.drover.simulate.scenario;

import dev.drover.simulate.packet.TcpTrace;
import java.time.Duration;
import java.util.Optional;

/** Looks on while a run goes on, without a say in it: the result is the same with any other. */
public interface RunWatcher {
  /** Looks at nothing. */
  RunWatcher NONE = new RunWatcher() {};

  /**
   * Told every few milliseconds of simulated time; what it throws ends the run.
   *
   * @param simulated the time in the run
   * @param ended migrations so far
   * @param moved how much of all migrations is done, 0 to 1: by what was sent, or by how many have
   *     ended if that is more; 1 when all have
   */
  default void progress(Duration simulated, int ended, double moved) {}

  /**
   * {@return who is to be told of a stream's window, if anyone}
   *
   * @param stream the VM of a migration, or {@code traffic}'s name with the flow's number
   */
  default Optional<TcpTrace> trace(String stream) {
    return Optional.empty();
  }

  /**
   * {@return who is to be told of what arrives of a stream, if anyone; in packet networks only}
   *
   * @param stream as for {@link #trace}
   */
  default Optional<DeliveryTrace> deliveries(String stream) {
    return Optional.empty();
  }
}
