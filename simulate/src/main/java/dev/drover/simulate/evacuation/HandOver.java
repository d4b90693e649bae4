package dev.drover.simulate.evacuation;

import dev.drover.model.PlannedMigration;
import dev.drover.model.Technique;
import dev.drover.model.TrafficClass;
import dev.drover.simulate.kernel.SimTime;
import java.time.Duration;

/**
 * When a VM that changes hosts runs and answers again.
 *
 * <p>Clients that send to it find it silent and try again after the retransmission timeout, which
 * doubles from Linux's 200 ms (RFC 6298, section 5.5): after 0.2, 0.6, 1.4 s … of silence. What the
 * VM itself sends goes on as soon as it runs.
 */
final class HandOver {
  private static final Duration FIRST_TIMEOUT = Duration.ofMillis(200);

  private final Guest guest;
  private final PlannedMigration planned;
  private final Agenda agenda;
  private final WorldFigures figures;
  private Duration clientGap = Duration.ZERO;
  private long switchedAt;
  private long arrivedBefore;
  private long lacking;
  private boolean answers;

  HandOver(Guest guest, PlannedMigration planned, Agenda agenda, WorldFigures figures) {
    this.guest = guest;
    this.planned = planned;
    this.agenda = agenda;
    this.figures = figures;
  }

  /** All has arrived at the destination while the VM stood for {@code downtime}. */
  void afterPreCopy(long now, Duration downtime) {
    guest.resume(planned.destination());
    clientGap = downtime.plus(figures.answer());
    Duration silent =
        guest.spec().traffic().main() == TrafficClass.OUTGOING
            ? clientGap
            : retriedAfter(clientGap);
    agenda.at(now + SimTime.of(silent.minus(downtime)), () -> guest.serve(1));
  }

  /**
   * The VM runs at the destination without its memory. In post-copy it answers nobody at first, and
   * then serves so much that all in all it loses what {@link WorldFigures#faultLoss} says; in
   * hybrid the pages that lack are those that it writes now, and it waits for all of them.
   *
   * @param arrived bytes that have arrived so far
   * @param lacking bytes that have not
   */
  void inPostCopy(long now, long arrived, long lacking) {
    guest.resume(planned.destination());
    switchedAt = now;
    arrivedBefore = arrived;
    this.lacking = lacking;
  }

  /** In post-copy {@code arrived} bytes have arrived, those from before it included. */
  void progress(long now, long arrived) {
    double part = (arrived - arrivedBefore) / (double) Math.max(1, lacking);
    boolean enough = planned.technique() == Technique.POST_COPY && part >= figures.silentShare();
    if (enough && !answers && gap(now).compareTo(figures.answerInPostCopy()) >= 0) {
      answers = true;
      clientGap = gap(now);
      guest.serve((1 - figures.faultLoss()) / (1 - figures.silentShare()));
    }
  }

  /** All its memory has arrived. */
  void allArrived(long now) {
    if (answers) {
      guest.serve(1);
      return;
    }
    Duration gap = gap(now);
    clientGap = gap.compareTo(figures.answerInPostCopy()) < 0 ? figures.answerInPostCopy() : gap;
    agenda.at(Math.max(now, switchedAt + SimTime.of(clientGap)), () -> guest.serve(1));
  }

  private Duration gap(long now) {
    return SimTime.toDuration(now - switchedAt);
  }

  Duration clientGap() {
    return clientGap;
  }

  private static Duration retriedAfter(Duration gap) {
    Duration at = FIRST_TIMEOUT;
    for (Duration timeout = FIRST_TIMEOUT; at.compareTo(gap) < 0; ) {
      timeout = timeout.multipliedBy(2);
      at = at.plus(timeout);
    }
    return at;
  }
}
