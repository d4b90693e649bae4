package dev.drover.simulate.migration;

import dev.drover.decide.bandwidth.RoundObservation;
import dev.drover.decide.rounds.EarlyNotification;
import dev.drover.decide.rounds.PreCopyAlgorithm;
import dev.drover.decide.rounds.PreCopyProgress;
import dev.drover.decide.rounds.RoundCoupling;
import dev.drover.decide.rounds.StopCondition;
import dev.drover.decide.rounds.StopDecision;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.memory.PageSet;
import dev.drover.simulate.stream.Stream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rounds of pre-copy, coupled to the transport as Algorithm 1 of "Early Notification and
 * Dynamic Routing" has it: when the transport says that the round is sent, in the sense of the
 * {@link RoundCoupling}, the bitmap of dirty pages is read, and what it shows is the next round.
 *
 * <p>A page is read when the stream takes it, after the bitmap was read and cleared; what the VM
 * writes meanwhile is in the log again, so that no write is lost.
 */
final class PreCopyRounds implements Phase {
  /** What follows the last round. */
  interface Ending {
    /**
     * {@return the phase that moves {@code left}, the pages that the destination lacks}
     *
     * @param rate for a stop-and-copy, in payload bits per second
     */
    Phase after(PageSet left, long rate);
  }

  private final Migration migration;
  private final PreCopyAlgorithm algorithm;
  private final StopCondition stop;
  private final RoundCoupling coupling;
  private final Ending ending;
  private final PageHistory history;
  private final Timer prepare;

  /** Sent in this round. */
  private final PageSet sending;

  /** Dirty, and in no round yet. */
  private final PageSet waiting;

  private final List<DirtyRate> dirtyRates = new ArrayList<>();
  private final Bytes memory;

  private boolean underWay;
  private int round;
  private int heldPages;
  private long bitmapReadAt;
  private long sentPagesInAll;
  private BitRate rate = BitRate.ZERO;
  private boolean belowMost;
  private EarlyNotification turn;
  private EarlyNotification.Round measured = new EarlyNotification.Round(Duration.ZERO, 0);

  PreCopyRounds(
      Migration migration,
      PreCopyAlgorithm algorithm,
      StopCondition stop,
      RoundCoupling coupling,
      Ending ending) {
    this.migration = migration;
    this.algorithm = algorithm;
    this.stop = stop;
    this.coupling = coupling;
    this.ending = ending;
    int pages = migration.guest().memory().pages();
    this.memory = migration.guest().memorySize();
    this.history = new PageHistory(algorithm.selection(), pages);
    this.prepare = new Timer(migration.simulator(), this::prepared);
    this.sending = new PageSet(pages);
    this.waiting = new PageSet(pages);
    this.turn = EarlyNotification.connected(migration.stream().written() - 1, time());
  }

  @Override
  public void begin() {
    migration.guest().memory().advance(migration.now());
    migration.takeDirty();
    sending.fill();
    send();
  }

  private void send() {
    round++;
    bitmapReadAt = migration.now();
    RoundObservation observation = observe(false);
    rate = algorithm.bandwidth().rate(observation);
    belowMost = rate.compareTo(observation.most()) < 0;
    underWay = true;
    boolean skips = !algorithm.selection().sendsRedirtied();
    migration.sender().send(sending, migration.payloadRate(rate), skips);
    check();
  }

  private RoundObservation observe(boolean stopAndCopy) {
    return new RoundObservation(
        stopAndCopy ? round + 1 : round,
        stopAndCopy,
        migration.links().capacity(),
        migration.links().usedByOthers(),
        migration.ceiling(),
        dirtyRates);
  }

  @Override
  public void backlogLow(Stream stream) {
    migration.sender().proceed();
    check();
  }

  @Override
  public void allAcknowledged(Stream stream) {
    migration.sender().proceed();
    check();
  }

  private void check() {
    Stream stream = migration.stream();
    if (underWay
        && migration.sender().allWritten()
        && coupling.roundEnds(stream.sent(), stream.acknowledged(), stream.written())) {
      underWay = false;
      measured = turn.round(0, stream.sent(), time());
      turn = turn.next(0, stream.sent(), time());
      prepare.in(SimTime.of(migration.spec().settings().times().roundPreparation()));
    }
  }

  private void prepared() {
    migration.links().look();
    migration.guest().memory().advance(migration.now());
    PageSet dirtied = migration.takeDirty();
    record(dirtied.count());
    history.round(dirtied);
    waiting.addAll(dirtied);
    sending.clear();
    history.select(waiting, sending);
    heldPages = waiting.count();
    switch (decide()) {
      case StopDecision.Continue _ -> send();
      case StopDecision.StopAndCopy reason -> end(reason);
    }
  }

  private void record(int dirtiedPages) {
    double seconds = SimTime.toSeconds(migration.now() - bitmapReadAt);
    double dirtied = (double) dirtiedPages * DirtyRate.PAGE.count();
    dirtyRates.add(
        seconds > 0 ? DirtyRate.ofBytesPerSecond(Math.round(dirtied / seconds)) : DirtyRate.ZERO);
    int sentPages = migration.sender().sentPages();
    sentPagesInAll += sentPages;
    migration.roundEnded(
        new RoundRecord(
            round,
            SimTime.toDuration(bitmapReadAt),
            measured.time(),
            Bytes.of(measured.bytes()),
            sentPages,
            migration.sender().skippedPages(),
            heldPages,
            rate,
            migration.links().usedByOthers(),
            dirtiedPages,
            dirtyRates.getLast()));
  }

  private StopDecision decide() {
    if (sending.isEmpty()) {
      return new StopDecision.StopAndCopy(
          "nothing-to-send",
          waiting.isEmpty()
              ? "no page is dirty"
              : "all " + waiting.count() + " dirty pages are held back");
    }
    Bytes sent = pages(migration.sender().sentPages());
    return stop.decide(
        new PreCopyProgress(
            round,
            memory,
            sent,
            pages(sentPagesInAll),
            pages(sending.count()),
            pages(sending.count() + (long) waiting.count()),
            BitRate.of(sent, measured.time()),
            belowMost));
  }

  private void end(StopDecision.StopAndCopy reason) {
    migration.account().stop = Optional.of(reason);
    sending.addAll(waiting);
    BitRate last = algorithm.bandwidth().rate(observe(true));
    migration.enter(ending.after(sending, migration.payloadRate(last)));
  }

  private Duration time() {
    return SimTime.toDuration(migration.now());
  }

  private static Bytes pages(long count) {
    return Bytes.of(count * DirtyRate.PAGE.count());
  }
}
