package dev.drover.control.execute;

import dev.drover.decide.evacuation.ActiveMigration;
import dev.drover.decide.evacuation.EvacuationPolicy;
import dev.drover.decide.evacuation.PlanRequest;
import dev.drover.model.Cluster;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.PlanResult;
import dev.drover.model.PlannedMigration;
import dev.drover.model.Priority;
import dev.drover.model.Reservation;
import dev.drover.model.Strategy;
import dev.drover.model.Technique;
import dev.drover.model.TrafficClass;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Divides both NICs of every active migration in the same simple way. */
class FakePolicy implements EvacuationPolicy {
  @Override
  public String name() {
    return "fake";
  }

  @Override
  public String description() {
    return "divides every NIC in the same way";
  }

  @Override
  public Duration downtimeLimit() {
    return Duration.ofMillis(300);
  }

  @Override
  public boolean helpsConvergence() {
    return true;
  }

  @Override
  public PlanResult plan(Cluster cluster, PlanRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Reservation> reserve(Cluster now, List<ActiveMigration> active) {
    Map<String, Reservation> reservations = new LinkedHashMap<>();
    for (ActiveMigration migration : active) {
      add(reservations, migration.source(), TrafficClass.OUTGOING, active.size());
      add(reservations, migration.destination(), TrafficClass.INCOMING, active.size());
    }
    return List.copyOf(reservations.values());
  }

  private static void add(
      Map<String, Reservation> reservations, String host, TrafficClass direction, int active) {
    BitRate rate = BitRate.ofMegabitsPerSecond(20L * active);
    reservations.put(
        host + direction,
        new Reservation(host, direction, rate, rate, false, BitRate.ZERO, List.of()));
  }

  static EvacuationPlan plan(PlannedMigration... migrations) {
    return new EvacuationPlan("h1", "fake", List.of(migrations));
  }

  /** A migration from h1. */
  static PlannedMigration move(String vm, String destination, int group) {
    return move(vm, "h1", destination, group);
  }

  static PlannedMigration move(String vm, String source, String destination, int group) {
    return new PlannedMigration(
        vm,
        source,
        destination,
        Priority.MEDIUM,
        TrafficClass.OUTGOING,
        Technique.PRE_COPY,
        Strategy.SERIAL,
        group,
        BitRate.ofMegabitsPerSecond(100),
        new PlannedMigration.Prediction(
            Duration.ofSeconds(5), Duration.ofMillis(50), Bytes.ofMebibytes(100), Bytes.ZERO),
        "because " + vm);
  }
}
