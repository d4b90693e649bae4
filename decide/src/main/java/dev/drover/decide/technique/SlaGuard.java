package dev.drover.decide.technique;

import dev.drover.decide.link.WorkloadDemand;
import dev.drover.decide.prediction.Forecast;
import dev.drover.decide.prediction.MigrationCase;
import dev.drover.model.Sla;
import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Whether a technique lets a tenant keep its SLA while it changes hosts.
 *
 * <p>The paper's table was found by total time and traffic. A VM in post-copy waits for pages for a
 * good part of the transfer and gives its clients no answer meanwhile, so a tenant with a lower
 * limit falls below it ({@code docs/results/traffic-aware.md}). The table is overruled where the
 * model expects that, and expects another technique to keep the limit.
 *
 * @param window over which the goodput of a tenant is judged
 */
public record SlaGuard(Duration window) {
  /** {@return judged as SLA violations are measured} */
  public static SlaGuard defaults() {
    return new SlaGuard(Sla.WINDOW);
  }

  /**
   * {@return how long the tenant may give no answer and still have its lower limit over a window in
   * which it otherwise does as it did before; the most there is when nothing was promised}
   */
  Duration tolerated(MigrationCase migration) {
    return Stream.of(migration.outgoing(), migration.incoming())
        .filter(demand -> demand.lower().bitsPerSecond() > 0)
        .filter(demand -> demand.use().bitsPerSecond() > 0)
        .max((a, b) -> a.lower().compareTo(b.lower()))
        .map(this::tolerated)
        .orElse(Duration.ofNanos(Long.MAX_VALUE));
  }

  /** {@return how long clients get no answer: downtime and the wait for pages} */
  static Duration outage(Forecast forecast) {
    return forecast.downtime().plus(forecast.waiting());
  }

  private Duration tolerated(WorkloadDemand demand) {
    BitRate promised = new Sla(demand.lower(), demand.upper()).promised(demand.use());
    return Duration.ofNanos(Math.round(window.toNanos() * (1 - promised.fractionOf(demand.use()))));
  }
}
