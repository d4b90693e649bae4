package dev.drover.agent.api;

import java.util.Optional;

/**
 * What a host did when S-CORE's token came for one of its VMs.
 *
 * @param atMs when, milliseconds since the epoch
 * @param generation of the token
 * @param hop of the token
 * @param vm name
 * @param from this host
 * @param to where it was to go; empty when it was to stay
 * @param gain by how much the communication cost was to fall, bytes a second times weight; 0 when
 *     it was to stay
 * @param moved whether it did go
 * @param bytes sent for the migration; 0 when it was to stay
 * @param text why, or what came of it
 */
public record Decision(
    long atMs,
    long generation,
    long hop,
    int round,
    String vm,
    String from,
    Optional<String> to,
    double gain,
    boolean moved,
    long bytes,
    String text) {
  /** {@return it as of another round} */
  public Decision inRound(int other) {
    return new Decision(atMs, generation, hop, other, vm, from, to, gain, moved, bytes, text);
  }
}
