package dev.drover.decide.schedule;

import dev.drover.decide.link.LinkLoad;
import dev.drover.decide.prediction.MigrationCase;
import dev.drover.model.Technique;

/**
 * The worst contention on the two NIC directions that a migration crosses.
 *
 * @param worst of both
 * @param sourceEgress the part of the source's egress that the workload uses, 0 to 1
 * @param destinationIngress the same at the destination's ingress
 */
public record PathContention(Contention worst, double sourceEgress, double destinationIngress) {
  /**
   * {@return the contention that {@code migration} meets}
   *
   * <p>The VM's own traffic counts only where it is during the migration: what it sends, at the
   * source, unless post-copy takes it away at once; what it receives, at the destination, unless
   * pre-copy leaves it behind to the end. Hybrid meets both in turn.
   */
  public static PathContention of(
      MigrationCase migration, Technique technique, ContentionThresholds thresholds) {
    LinkLoad egress = migration.sourceEgress();
    LinkLoad ingress = migration.destinationIngress();
    double source =
        switch (technique) {
          case PRE_COPY, HYBRID -> egress.plus(migration.outgoing()).utilisation();
          case POST_COPY -> egress.utilisation();
        };
    double destination =
        switch (technique) {
          case PRE_COPY -> ingress.utilisation();
          case POST_COPY, HYBRID -> ingress.plus(migration.incoming()).utilisation();
        };
    Contention worst = thresholds.of(Math.max(source, destination));
    return new PathContention(worst, source, destination);
  }

  /** {@return such as {@code high contention (source egress 93%)}} */
  public String text() {
    boolean atSource = sourceEgress >= destinationIngress;
    return "%s contention (%s %d%%)"
        .formatted(
            worst,
            atSource ? "source egress" : "destination ingress",
            Math.round(100 * (atSource ? sourceEgress : destinationIngress)));
  }
}
