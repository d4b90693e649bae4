package dev.drover.simulate.evacuation;

import dev.drover.model.EvacuationPlan;
import dev.drover.model.MigrationOutcome;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a simulated evacuation went; measured by the definitions by which real ones are.
 *
 * @param migrations in the plan's order
 * @param nics each host's traffic
 * @param divisions how NICs were divided
 */
public record SimulatedRun(
    EvacuationPlan plan,
    List<MigrationCourse> migrations,
    List<TenantCourse> tenants,
    SortedMap<String, List<NicSample>> nics,
    List<Division> divisions) {
  public SimulatedRun {
    migrations = List.copyOf(migrations);
    tenants = List.copyOf(tenants);
    nics = Collections.unmodifiableSortedMap(new TreeMap<>(nics));
    divisions = List.copyOf(divisions);
  }

  /** {@return from the first start command until the last source may be switched off} */
  public Duration totalTime() {
    Duration first =
        migrations.stream()
            .map(MigrationCourse::start)
            .min(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    Duration last =
        migrations.stream()
            .map(MigrationCourse::end)
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    return last.minus(first);
  }

  /** {@return migration traffic of all migrations} */
  public Bytes traffic() {
    return migrations.stream().map(MigrationCourse::traffic).reduce(Bytes.ZERO, Bytes::plus);
  }

  /** {@return what all tenants lost} */
  public Bytes lost() {
    return tenants.stream().map(each -> each.measure().lost()).reduce(Bytes.ZERO, Bytes::plus);
  }

  /** {@return whether every VM of the plan has moved} */
  public boolean completed() {
    return migrations.stream()
        .allMatch(each -> each.outcome() instanceof MigrationOutcome.Completed);
  }
}
