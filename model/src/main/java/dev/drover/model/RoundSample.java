package dev.drover.model;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.time.Duration;

/**
 * Telemetry of one migration at one moment, taken at least once per round.
 *
 * @param at since the start command
 * @param round pass over dirty memory, from 1
 * @param transferred bytes sent so far
 * @param remaining guest memory still to send
 * @param dirtyRate as QEMU estimated it in this round; zero in the first
 * @param throughput of the migration as QEMU estimates it
 * @param expectedDowntime as QEMU estimates it
 * @param phase {@code setup}, {@code pre-copy}, {@code stop-and-copy}, {@code post-copy} …
 */
public record RoundSample(
    Duration at,
    int round,
    Bytes transferred,
    Bytes remaining,
    DirtyRate dirtyRate,
    BitRate throughput,
    Duration expectedDowntime,
    String phase) {}
