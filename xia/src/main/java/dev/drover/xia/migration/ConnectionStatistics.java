package dev.drover.xia.migration;

import java.time.Duration;

/**
 * What a connection of a migration has done, as one of its ends has seen it.
 *
 * @param connection counted from 0
 * @param open whether it still is
 * @param streamBytes that were taken from the source's QEMU, or given to the destination's
 * @param reverseBytes that came back
 * @param chunkBytes of chunks that were asked for, each counted once
 * @param inlineBytes of messages with bytes of QEMU in them, both ways, headers counted
 * @param controlBytes of all other messages, both ways
 * @param chunks that were asked for
 * @param zeros pieces that were not sent because they are zero, {@code zeroBytes} long
 * @param present pieces that were not sent because they were there, {@code presentBytes} long
 * @param rounds that were told
 * @param askedAgain times that something was asked for again; the destination's end knows
 * @param refused times that something was not what its name says; the destination's end knows
 */
public record ConnectionStatistics(
    int connection,
    Profile profile,
    boolean open,
    long streamBytes,
    long reverseBytes,
    long chunkBytes,
    long inlineBytes,
    long controlBytes,
    long chunks,
    long zeros,
    long zeroBytes,
    long present,
    long presentBytes,
    long rounds,
    long askedAgain,
    long refused,
    Duration time) {

  /** {@return one line of names and values} */
  String text() {
    return ("connection=%d profile=%s open=%b stream=%d reverse=%d chunk-bytes=%d inline-bytes=%d"
            + " control-bytes=%d chunks=%d zeros=%d zero-bytes=%d present=%d present-bytes=%d"
            + " rounds=%d asked-again=%d refused=%d ms=%d")
        .formatted(
            connection,
            profile.text(),
            open,
            streamBytes,
            reverseBytes,
            chunkBytes,
            inlineBytes,
            controlBytes,
            chunks,
            zeros,
            zeroBytes,
            present,
            presentBytes,
            rounds,
            askedAgain,
            refused,
            time.toMillis());
  }
}
