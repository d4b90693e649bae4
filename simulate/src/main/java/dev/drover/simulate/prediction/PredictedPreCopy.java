package dev.drover.simulate.prediction;

import dev.drover.decide.prediction.LiuCase;
import dev.drover.decide.prediction.LiuPrediction;
import dev.drover.model.PlannedMigration;
import dev.drover.model.unit.Bytes;
import java.time.Duration;

/**
 * What the Liu model expects of a pre-copy of an evacuation, in the quantities that QEMU reports.
 *
 * @param given to the model
 * @param model what it said; T_resume in it is the time of the device state
 * @param totalTime from the start command until the source may be switched off: T_mig, T_resume,
 *     and what hypervisors take before and after
 * @param traffic V_mig and the device state with the headers of pages
 */
public record PredictedPreCopy(
    PlannedMigration planned,
    LiuCase given,
    LiuPrediction model,
    Duration totalTime,
    Bytes traffic) {}
