package dev.drover.decide.prediction;

import dev.drover.decide.link.LinkLoad;
import dev.drover.decide.link.WorkloadDemand;
import dev.drover.decide.reservation.BandwidthSharing;
import dev.drover.model.Priority;
import dev.drover.model.Technique;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.time.Duration;

/**
 * Predicts a migration from what is known before it starts.
 *
 * <p><b>Contention.</b> Migration bytes flow from source egress to destination ingress in every
 * technique. What differs is where the VM's own workload is meanwhile ("Traffic Contention
 * Problem"): in pre-copy at the source, where what it sends competes at the source egress; in
 * post-copy at the destination, where what it receives competes at the destination ingress. The
 * path's rate in each phase is the smaller share of the two links under a {@link BandwidthSharing}.
 *
 * <p><b>Pre-copy.</b> Round 0 sends the resident memory; round i + 1 sends what was dirtied in
 * round i, min(working set, dirty rate × time of round i): dirtying saturates, it is no geometric
 * series. It ends when the rest fits into the downtime limit, else after the maximum of rounds, and
 * then the forecast says that it does not converge. Downtime is the last send, the device state and
 * the switch-over. <b>Post-copy.</b> Downtime is the device state and the switch-over; memory
 * follows once, plus a little; while it does the VM loses part of its traffic to page faults.
 * <b>Hybrid.</b> Round 0 as in pre-copy, the rest as in post-copy.
 *
 * <p><b>Workload loss</b> is the sum of: traffic displaced at either link, that is, the part of its
 * present use that no longer fits beside the migration; the VM's own traffic during its downtime;
 * and its loss to page faults. Migrations that share a link divide its displaced traffic among
 * them.
 *
 * <p>Sanity: 115 MB resident, an idle guest, an idle 200 Mbit/s link: about 5 s.
 */
public final class MigrationModel {
  /** Longer times are cut: beyond any migration, within what {@link Duration} gives in ns. */
  private static final double FOREVER_SECONDS = 1e9;

  private final ModelConstants constants;
  private final BandwidthSharing sharing;

  public MigrationModel(ModelConstants constants, BandwidthSharing sharing) {
    this.constants = constants;
    this.sharing = sharing;
  }

  public Forecast forecast(MigrationCase migration, Technique technique) {
    return switch (technique) {
      case PRE_COPY -> preCopy(migration);
      case POST_COPY -> postCopy(migration);
      case HYBRID -> hybrid(migration);
    };
  }

  private Forecast preCopy(MigrationCase migration) {
    Path path = vmAtSource(migration);
    double limit = seconds(constants.downtimeLimit());
    double sent = migration.resident().count();
    double all = sent;
    double rest = dirtied(migration, sendTime(sent, path));
    int rounds = 1;
    while (sendTime(rest, path) > limit && rounds < constants.maxRounds()) {
      sent = rest;
      all += sent;
      rest = dirtied(migration, sendTime(sent, path));
      rounds++;
    }
    double live = sendTime(all, path);
    double stopped = sendTime(rest, path) + switchOver(path);
    double downtime = stopped + seconds(constants.answer());
    double loss = path.displaced * live + vmRate(migration) * downtime;
    return forecast(
        live, downtime, stopped, wire(all + rest), loss, 0, rounds, sendTime(rest, path) <= limit);
  }

  private Forecast postCopy(MigrationCase migration) {
    Path path = vmAtDestination(migration);
    double bytes = migration.resident().count() * (1 + constants.resent());
    double pull = sendTime(bytes, path);
    double stopped = switchOver(path);
    double downtime = stopped + seconds(constants.answerInPostCopy());
    double loss =
        (path.displaced + vmRate(migration) * constants.faultDegradation()) * pull
            + vmRate(migration) * downtime;
    return forecast(pull, downtime, stopped, wire(bytes), loss, pull, 1, true);
  }

  private Forecast hybrid(MigrationCase migration) {
    Path before = vmAtSource(migration);
    Path after = vmAtDestination(migration);
    double resident = migration.resident().count();
    double push = sendTime(resident, before);
    double rest = dirtied(migration, push) * (1 + constants.resent());
    double pull = sendTime(rest, after);
    double stopped = switchOver(after);
    double downtime = stopped + seconds(constants.answerInPostCopy());
    double loss =
        before.displaced * push
            + (after.displaced + vmRate(migration) * constants.faultDegradation()) * pull
            + vmRate(migration) * downtime;
    return forecast(push + pull, downtime, stopped, wire(resident + rest), loss, pull, 2, true);
  }

  /**
   * Of the {@code downtime}, which clients see, only {@code stopped} counts for the migration: by
   * the rest it is over, or goes on in post-copy.
   */
  private Forecast forecast(
      double live,
      double downtime,
      double stopped,
      double wireBytes,
      double loss,
      double split,
      int rounds,
      boolean converges) {
    double traffic = wireBytes + wire((double) constants.deviceState().count());
    double busy = Math.max(live + stopped - seconds(constants.switchOver()), 1e-9);
    return new Forecast(
        duration(seconds(constants.setup()) + live + stopped),
        duration(downtime),
        Bytes.of(Math.round(traffic)),
        Bytes.of(Math.round(loss)),
        duration(split),
        duration(split * constants.pageWait()),
        BitRate.ofBitsPerSecond(Math.round(traffic * 8 / busy)),
        rounds,
        converges);
  }

  private Path vmAtSource(MigrationCase migration) {
    return path(
        migration,
        migration.sourceEgress().plus(migration.outgoing()),
        migration.destinationIngress());
  }

  private Path vmAtDestination(MigrationCase migration) {
    return path(
        migration,
        migration.sourceEgress(),
        migration.destinationIngress().plus(migration.incoming()));
  }

  private Path path(MigrationCase migration, LinkLoad egress, LinkLoad ingress) {
    int atSource = migration.sharingSource();
    int atDestination = migration.sharingDestination();
    double rate =
        Math.min(
            share(egress, migration.priority(), atSource),
            share(ingress, migration.priority(), atDestination));
    return new Path(
        rate / 8, displaced(egress, rate, atSource) + displaced(ingress, rate, atDestination));
  }

  /** One migration's part, in bits per second. */
  private double share(LinkLoad link, Priority priority, int migrations) {
    return (double) sharing.migrationRate(link, priority, migrations).bitsPerSecond() / migrations;
  }

  /** Workload that one migration at {@code rate} displaces, in bytes per second. */
  private static double displaced(LinkLoad link, double rate, int migrations) {
    double capacity = link.capacity().bitsPerSecond();
    double wanted = Math.min((double) link.workload().use().bitsPerSecond(), capacity);
    double left = Math.max(0, capacity - rate * migrations);
    return Math.max(0, wanted - left) / migrations / 8;
  }

  private static double dirtied(MigrationCase migration, double seconds) {
    return Math.min(
        (double) migration.workingSet().count(), migration.dirtyRate().bytesPerSecond() * seconds);
  }

  private double sendTime(double bytes, Path path) {
    return wire(bytes) / path.bytesPerSecond;
  }

  private double switchOver(Path path) {
    return sendTime((double) constants.deviceState().count(), path)
        + seconds(constants.switchOver());
  }

  private double wire(double bytes) {
    return bytes * constants.wireOverhead();
  }

  /** The VM's traffic both ways, in bytes per second. */
  private static double vmRate(MigrationCase migration) {
    WorkloadDemand both = migration.outgoing().plus(migration.incoming());
    return both.use().bitsPerSecond() / 8.0;
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  private static Duration duration(double seconds) {
    return Duration.ofNanos(Math.round(Math.min(seconds, FOREVER_SECONDS) * 1e9));
  }

  /**
   * @param bytesPerSecond the migration's rate on the wire
   * @param displaced workload that finds no room beside it, in bytes per second
   */
  private record Path(double bytesPerSecond, double displaced) {}
}
