package dev.drover.control.execute;

import dev.drover.decide.evacuation.Convergence;
import dev.drover.decide.evacuation.EvacuationPolicy;
import dev.drover.model.TransferOptions;
import java.time.Duration;

/**
 * The executor's patience.
 *
 * @param pollEvery how often a running migration is asked about
 * @param replanEvery how often reservations follow the load
 * @param downtimeLimit switch over when the rest would take no longer than this
 * @param stallLimit handed to the source: no byte for this long ends pre-copy and pauses post-copy
 * @param verifyLimit how long a destination may take to show the VM as running: longer than one
 *     call to its agent may take
 * @param silenceLimit how long a source's agent may be silent before its migration is left to the
 *     agents
 * @param settleLimit how long to wait for the agents to settle who owns a VM
 */
public record ExecutionSettings(
    Duration pollEvery,
    Duration replanEvery,
    Duration downtimeLimit,
    Duration stallLimit,
    Duration verifyLimit,
    Duration silenceLimit,
    Duration settleLimit,
    Convergence convergence,
    TransferOptions transfer) {

  /**
   * {@return what {@code policy} asks for, with as much patience for each, sent as {@code transfer}
   * says}
   */
  public static ExecutionSettings forPolicy(EvacuationPolicy policy, TransferOptions transfer) {
    return new ExecutionSettings(
        Duration.ofMillis(50),
        Duration.ofSeconds(1),
        policy.downtimeLimit(),
        Duration.ofSeconds(15),
        Duration.ofSeconds(60),
        Duration.ofSeconds(60),
        Duration.ofSeconds(60),
        Convergence.of(policy),
        transfer);
  }
}
