package dev.drover.decide.prediction;

import dev.drover.model.unit.Bytes;
import java.time.Duration;

/**
 * The constants of {@link MigrationModel}, all of them, to be fitted again from measurements.
 *
 * @param setup from the start command until memory flows
 * @param switchOver to stop the VM at one end and run it at the other when nothing is left to send
 * @param answer after that, until clients get an answer
 * @param answerInPostCopy the same in post-copy and hybrid, where the first pages come one by one
 * @param deviceState what is sent of the VM beside its memory
 * @param wireOverhead bytes on the wire per byte of guest memory sent, at least 1
 * @param downtimeLimit pre-copy stops the VM once the rest can be sent within this
 * @param maxRounds a pre-copy that has not come that far after so many rounds is stopped and copied
 *     anyway
 * @param resent post-copy pages sent twice or asked for singly, as a fraction of all
 * @param faultDegradation the part of its traffic that a VM loses while it waits for pages in
 *     post-copy
 * @param pageWait the part of post-copy in which a vCPU waits for pages
 */
public record ModelConstants(
    Duration setup,
    Duration switchOver,
    Duration answer,
    Duration answerInPostCopy,
    Bytes deviceState,
    double wireOverhead,
    Duration downtimeLimit,
    int maxRounds,
    double resent,
    double faultDegradation,
    double pageWait) {
  public ModelConstants {
    if (!(wireOverhead >= 1 && wireOverhead < 2)) {
      throw new IllegalArgumentException("wireOverhead must be in [1, 2): " + wireOverhead);
    }
    if (maxRounds < 1) {
      throw new IllegalArgumentException("maxRounds must be at least 1: " + maxRounds);
    }
    if (!(resent >= 0 && resent < 1)) {
      throw new IllegalArgumentException("resent must be in [0, 1): " + resent);
    }
    if (!(faultDegradation >= 0 && faultDegradation <= 1)) {
      throw new IllegalArgumentException("faultDegradation must be in [0, 1]: " + faultDegradation);
    }
    if (!(pageWait >= 0 && pageWait <= 1)) {
      throw new IllegalArgumentException("pageWait must be in [0, 1]: " + pageWait);
    }
  }

  /**
   * {@return what fits one 256 MiB guest with 115 MB resident on an idle 200 Mbit/s link, which
   * took about 5 s. The page wait is what QEMU's post-copy block time came to on that link, 2.1 to
   * 2.7 s of 4.7 s, with and without a connection of its own for urgent pages. The fault
   * degradation is an estimate}
   */
  public static ModelConstants defaults() {
    return new ModelConstants(
        Duration.ofMillis(200),
        Duration.ofMillis(80),
        Duration.ofMillis(140),
        Duration.ofMillis(370),
        Bytes.of(512 << 10),
        1.06,
        Duration.ofMillis(150),
        30,
        0.02,
        0.25,
        0.5);
  }

  /** {@return the same with QEMU's own downtime limit, 300 ms} */
  public ModelConstants asQemu() {
    return new ModelConstants(
        setup,
        switchOver,
        answer,
        answerInPostCopy,
        deviceState,
        wireOverhead,
        Duration.ofMillis(300),
        maxRounds,
        resent,
        faultDegradation,
        pageWait);
  }
}
