package dev.drover.simulate.prediction;

import dev.drover.decide.prediction.LiuCase;
import dev.drover.decide.prediction.LiuPrediction;
import dev.drover.model.unit.Bytes;
import dev.drover.simulate.scenario.MigrationPlan;
import java.time.Duration;

/**
 * What the Liu model expects of a migration, in the quantities that a simulation gives.
 *
 * @param given to the model
 * @param model what it said; T_resume in it holds the device state too
 * @param totalTime from the start command until the VM runs at the destination: T_mig, T_resume,
 *     and what the migration's settings say that it prepares before and between rounds
 * @param wire V_mig and the device state with the headers of pages, TCP and Ethernet
 */
public record PredictedMigration(
    MigrationPlan plan, LiuCase given, LiuPrediction model, Duration totalTime, Bytes wire) {}
