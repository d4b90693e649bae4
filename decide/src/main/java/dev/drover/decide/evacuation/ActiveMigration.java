package dev.drover.decide.evacuation;

import dev.drover.model.Priority;
import dev.drover.model.Technique;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.time.Duration;

/**
 * A migration that runs now, or is to start as soon as its policy lets it.
 *
 * @param priority the urgency it was planned with
 * @param vmAtDestination whether the VM runs at the destination already
 * @param rate transfer bandwidth as QEMU measures it now
 * @param remaining what is left to send of this round
 * @param elapsed since the start command; zero when it has not started
 */
public record ActiveMigration(
    String vm,
    String source,
    String destination,
    Priority priority,
    Technique technique,
    boolean vmAtDestination,
    BitRate rate,
    Bytes remaining,
    Duration elapsed) {}
