package dev.drover.decide.prediction;

import dev.drover.model.PlannedMigration.Prediction;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.time.Duration;

/**
 * What {@link MigrationModel} expects.
 *
 * @param totalTime until the source is free of the VM
 * @param downtime until clients get an answer again, which may come after the total time
 * @param split how long the VM's memory is divided between both hosts, so that either one failing
 *     ends it; zero in pre-copy
 * @param waiting the part of {@code split} in which the VM's vCPUs wait for pages: it runs, yet its
 *     clients get no answer; zero in pre-copy
 * @param rate mean rate on the wire while memory flows
 * @param rounds passes over memory
 * @param converges whether pre-copy comes under its downtime limit; always true of the others
 */
public record Forecast(
    Duration totalTime,
    Duration downtime,
    Bytes traffic,
    Bytes workloadLoss,
    Duration split,
    Duration waiting,
    BitRate rate,
    int rounds,
    boolean converges) {
  public Prediction prediction() {
    return new Prediction(totalTime, downtime, traffic, workloadLoss);
  }
}
