package dev.drover.simulate.evacuation;

import dev.drover.model.PlannedMigration;
import dev.drover.model.RoundSample;
import dev.drover.model.Technique;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamListener;
import dev.drover.simulate.stream.StreamNetwork;
import dev.drover.simulate.stream.TrafficKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/**
 * One migration as QEMU carries it out: pages go out of a bitmap in their order, in the rounds of
 * {@link QemuRounds}; if a new round has less than can be sent in the allowed downtime, the VM is
 * stopped and what is left is sent.
 *
 * <p>In post-copy the VM is handed over at once (hybrid: when {@link #switchToPostCopy} is called),
 * and the bitmap is sent to its end.
 */
final class QemuMigration implements StreamListener {
  /** As QEMU reports it where the VM is handed over without its memory. */
  private static final Duration POST_COPY_DOWNTIME = Duration.ofMillis(2);

  private final PlannedMigration planned;
  private final Guest guest;
  private final Scene scene;
  private final StreamNetwork network;
  private final Agenda agenda;
  private final WorldFigures figures;
  private final HandOver handOver;
  private final PagesToSend pages;
  private final PageSender sender;
  private final MeasuredBandwidth bandwidth;
  private final QemuRounds rounds;
  private final Account account;
  private Duration downtime = Duration.ZERO;
  private boolean deviceStateSent;

  /**
   * A migration that has not been started.
   *
   * @param lump see {@link MeasuredBandwidth}
   */
  QemuMigration(
      PlannedMigration planned,
      Guest guest,
      Scene scene,
      StreamNetwork network,
      Agenda agenda,
      WorldFigures figures,
      DoubleSupplier lump,
      RandomGenerator random) {
    this.planned = planned;
    this.guest = guest;
    this.scene = scene;
    this.network = network;
    this.agenda = agenda;
    this.figures = figures;
    this.handOver = new HandOver(guest, planned, agenda, figures);
    this.pages = new PagesToSend(guest);
    this.sender = new PageSender(pages, figures);
    this.bandwidth = new MeasuredBandwidth(lump, random);
    this.rounds = new QemuRounds(guest, pages, bandwidth);
    this.account = new Account(agenda);
  }

  /** The start command. */
  void start(Duration downtimeLimit, Optional<BitRate> limit) {
    downtimeLimit(downtimeLimit);
    limit(limit);
    account.enter(QemuPhase.SETUP);
    agenda.in(figures.setup(), this::flow);
  }

  /** Has it send no more than {@code rate} from now on; empty for no limit. */
  void limit(Optional<BitRate> rate) {
    sender.limit(rate);
  }

  /** Tells it whether a NIC on its way is divided. */
  void divided(boolean isDivided) {
    sender.divided(isDivided);
  }

  void downtimeLimit(Duration longer) {
    bandwidth.downtimeLimit(longer);
  }

  private void flow() {
    if (is(QemuPhase.CANCELLED)) {
      return;
    }
    sender.connect(
        network.open(
            scene.route(planned.source(), planned.destination()),
            TrafficKind.MIGRATION,
            planned.vm(),
            this));
    rounds.begin(agenda.now());
    bandwidth.begin(agenda.now());
    account.enter(QemuPhase.PRE_COPY);
    agenda.every(MeasuredBandwidth.COUNT, this::count);
    agenda.every(QemuRounds.LOOK, this::look);
    if (planned.technique() == Technique.POST_COPY) {
      switchToPostCopy();
    }
    push();
  }

  /**
   * The VM runs at the destination from now on. A hybrid migration does so after its first round.
   */
  void switchToPostCopy() {
    if (!is(QemuPhase.PRE_COPY)) {
      return;
    }
    stop();
    writeDeviceState();
    downtime = POST_COPY_DOWNTIME;
    account.enter(QemuPhase.POST_COPY);
    sender.write(pages.resent(figures.resent()));
    long arrived = arrived();
    handOver.inPostCopy(agenda.now(), arrived, traffic().count() - arrived + pages.bytes());
  }

  /** Ends it before the VM has changed hands. {@return whether that was still possible} */
  boolean cancel() {
    if (is(QemuPhase.POST_COPY) || is(QemuPhase.SENT) || is(QemuPhase.COMPLETED)) {
      return false;
    }
    if (is(QemuPhase.STOP_AND_COPY)) {
      guest.resume(planned.source());
      guest.serve(1);
    }
    sender.close();
    account.enter(QemuPhase.CANCELLED);
    return true;
  }

  private boolean look() {
    if (is(QemuPhase.PRE_COPY)) {
      push();
      iterate();
    }
    return is(QemuPhase.PRE_COPY);
  }

  private boolean count() {
    if (account.phase().isLive()) {
      bandwidth.count(agenda.now(), traffic().count());
    }
    if (is(QemuPhase.POST_COPY)) {
      handOver.progress(agenda.now(), arrived());
    }
    return account.phase().isLive();
  }

  @Override
  public void backlogLow(Stream stream) {
    if (account.phase().isLive() || is(QemuPhase.STOP_AND_COPY)) {
      push();
    }
  }

  private void push() {
    sender.send();
    if (pages.isEmpty() && is(QemuPhase.PRE_COPY)) {
      iterate();
    }
  }

  private void iterate() {
    if (!rounds.isOver(agenda.now())) {
      return;
    }
    rounds.next(agenda.now());
    if (planned.technique() == Technique.HYBRID) {
      switchToPostCopy();
    } else if (rounds.restFits()) {
      stop();
      push();
      finishWriting();
    } else {
      push();
    }
  }

  private void stop() {
    guest.pause();
    pages.merge();
    account.enter(QemuPhase.STOP_AND_COPY);
  }

  private void finishWriting() {
    if (pages.isEmpty() && !deviceStateSent) {
      writeDeviceState();
      if (sender.allAcknowledged()) {
        sent();
      }
    }
  }

  private void writeDeviceState() {
    deviceStateSent = true;
    sender.write(figures.deviceState().count());
  }

  @Override
  public void allAcknowledged(Stream stream) {
    if (is(QemuPhase.STOP_AND_COPY)) {
      push();
      finishWriting();
    }
    boolean all = pages.isEmpty() && deviceStateSent && sender.allAcknowledged();
    if (all && (is(QemuPhase.STOP_AND_COPY) || is(QemuPhase.POST_COPY))) {
      sent();
    }
  }

  private void sent() {
    if (is(QemuPhase.STOP_AND_COPY)) {
      downtime = account.inPhase();
      handOver.afterPreCopy(agenda.now(), downtime);
    } else {
      handOver.allArrived(agenda.now());
    }
    account.enter(QemuPhase.SENT);
    agenda.in(
        figures.finish(),
        () -> {
          sender.close();
          account.enter(QemuPhase.COMPLETED);
        });
  }

  /** Takes a sample of telemetry, if there is anything to see. */
  void sample() {
    if (is(QemuPhase.WAITING) || is(QemuPhase.SETUP) || hasEnded()) {
      return;
    }
    Bytes pending = Bytes.of(pages.pending());
    account.sample(
        new RoundSample(
            account.sinceStart(),
            round(),
            traffic(),
            pending,
            rounds.dirtyRate(),
            bandwidth.rate(),
            bandwidth.timeOf(pending),
            account.phase().toString()));
  }

  private boolean is(QemuPhase phase) {
    return account.phase() == phase;
  }

  PlannedMigration planned() {
    return planned;
  }

  Bytes resident() {
    return guest.spec().resident();
  }

  Bytes traffic() {
    return sender.traffic();
  }

  /** {@return bytes that have arrived} */
  long arrived() {
    return sender.arrived();
  }

  /** {@return whether it sends as fast as it can} */
  boolean isFree() {
    return !is(QemuPhase.WAITING) && !hasEnded() && !sender.isLimited();
  }

  boolean hasEnded() {
    return account.phase().isEnd();
  }

  boolean inPreCopy() {
    return is(QemuPhase.SETUP) || is(QemuPhase.PRE_COPY);
  }

  boolean vmAtDestination() {
    return account.has(QemuPhase.POST_COPY);
  }

  /** {@return whether its last bytes are on their way and the VM ran at neither end} */
  boolean stopped() {
    return is(QemuPhase.STOP_AND_COPY) || is(QemuPhase.SENT);
  }

  int round() {
    return rounds.round();
  }

  long startedAt() {
    return account.startedAt();
  }

  /** {@return from the start command until the source may be switched off; so far while running} */
  Duration totalTime() {
    return account.totalTime();
  }

  /** {@return as QEMU would report it} */
  Duration downtime() {
    return downtime;
  }

  /** {@return the longest time for which clients had no answer because of it} */
  Duration clientDowntime() {
    return handOver.clientGap();
  }

  List<Account.PhaseStart> phases() {
    return account.phases();
  }

  List<RoundSample> samples() {
    return account.samples();
  }
}
