package dev.drover.simulate.evacuation;

import dev.drover.model.PlannedMigration;
import dev.drover.model.RoundSample;
import dev.drover.model.Technique;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamListener;
import dev.drover.simulate.stream.StreamNetwork;
import dev.drover.simulate.stream.TrafficKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/**
 * One migration as QEMU carries it out ({@code migration_iteration_run}): pages go out of a bitmap
 * in their order; at least every 50 ms it is looked at how much is left, and when that is less than
 * can be sent in the allowed downtime at the bandwidth of the last 100 ms, the log of dirty pages
 * is merged into the bitmap. That begins a new round; if there still is less, the VM is stopped and
 * what is left is sent. So a round ends before all of it has been sent, and the first page that was
 * dirtied is not sent again before the bitmap has come round to it.
 *
 * <p>In post-copy the VM is handed over at once (hybrid: when {@link #switchToPostCopy} is called),
 * and the bitmap is sent to its end.
 */
final class QemuMigration implements StreamListener {
  private static final BitRate UNLIMITED = BitRate.ofBitsPerSecond(Stream.UNLIMITED);

  /** {@code MAX_WAIT} of QEMU's ram.c. */
  private static final Duration LOOK = Duration.ofMillis(50);

  /** {@code BUFFER_DELAY} of QEMU's migration.c. */
  private static final Duration COUNT = Duration.ofMillis(100);

  private final PlannedMigration planned;
  private final Guest guest;
  private final Scene scene;
  private final StreamNetwork network;
  private final Agenda agenda;
  private final WorldFigures figures;
  private final DoubleSupplier lump;
  private final RandomGenerator random;
  private final HandOver handOver;
  private final PagesToSend pages;
  private final List<PhaseStart> phases = new ArrayList<>();
  private final List<RoundSample> samples = new ArrayList<>();

  private Optional<Stream> stream = Optional.empty();
  private Optional<BitRate> limit = Optional.empty();
  private boolean divided;
  private Duration downtimeLimit = Duration.ZERO;
  private State state = State.WAITING;
  private long startedAt;
  private int round;
  private long threshold;
  private long countedBytes;
  private long countedAt;
  private long lookedAt;
  private long syncedAt;
  private BitRate throughput = BitRate.ZERO;
  private DirtyRate dirtyRate = DirtyRate.ZERO;
  private long stoppedAt;
  private long endedAt;
  private Duration downtime = Duration.ZERO;
  private boolean deviceStateSent;
  private long arrivedAtSwitch;
  private double lacking;

  /**
   * A migration that has not been started.
   *
   * @param lump by how much the bytes counted in 100 ms differ from the mean (standard deviation)
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
    this.lump = lump;
    this.random = random;
    this.guest = guest;
    this.scene = scene;
    this.network = network;
    this.agenda = agenda;
    this.figures = figures;
    this.handOver = new HandOver(guest, planned, agenda, figures);
    this.pages = new PagesToSend(guest);
  }

  /** A phase and when it was entered, in picoseconds. */
  record PhaseStart(long at, String phase) {}

  private enum State {
    WAITING,
    SETUP,
    PRE_COPY,
    STOPPED,
    POST_COPY,
    SENT,
    COMPLETED,
    CANCELLED
  }

  /** The start command. */
  void start(Duration downtimeLimit, Optional<BitRate> limit) {
    this.downtimeLimit = downtimeLimit;
    limit(limit);
    startedAt = agenda.now();
    enter(State.SETUP, "setup");
    agenda.in(figures.setup(), this::flow);
  }

  /** Has it send no more than {@code rate} from now on; empty for no limit. */
  void limit(Optional<BitRate> rate) {
    limit = rate.map(each -> each.max(figures.leastLimit()));
    shape();
  }

  /** Tells it whether a NIC on its way is divided. */
  void divided(boolean isDivided) {
    divided = isDivided;
    shape();
  }

  private void shape() {
    BitRate most = divided ? figures.dividedMost() : UNLIMITED;
    stream.ifPresent(open -> open.limit(limit.orElse(UNLIMITED).min(most).bitsPerSecond()));
  }

  void downtimeLimit(Duration longer) {
    downtimeLimit = longer;
  }

  private void flow() {
    if (state == State.CANCELLED) {
      return;
    }
    Stream open =
        network.open(
            scene.route(planned.source(), planned.destination()),
            TrafficKind.MIGRATION,
            planned.vm(),
            this);
    stream = Optional.of(open);
    shape();
    open.lowWater(figures.socketBuffer().count());
    pages.all(agenda.now());
    round = 1;
    countedAt = agenda.now();
    lookedAt = agenda.now();
    syncedAt = agenda.now();
    enter(State.PRE_COPY, "pre-copy");
    agenda.every(COUNT, this::count);
    agenda.every(LOOK, this::look);
    if (planned.technique() == Technique.POST_COPY) {
      switchToPostCopy();
    }
    push(open);
  }

  /**
   * The VM runs at the destination from now on. A hybrid migration does so after its first round.
   */
  void switchToPostCopy() {
    if (state != State.PRE_COPY) {
      return;
    }
    stop();
    writeDeviceState();
    downtime = Duration.ofMillis(2);
    enter(State.POST_COPY, "post-copy");
    stream.ifPresent(open -> open.write(pages.resent(figures.resent())));
    arrivedAtSwitch = arrived();
    lacking = traffic().count() - arrivedAtSwitch + pages.bytes();
    handOver.inPostCopy(agenda.now());
  }

  /** Ends it before the VM has changed hands. {@return whether that was still possible} */
  boolean cancel() {
    if (state == State.POST_COPY || state == State.SENT || state == State.COMPLETED) {
      return false;
    }
    if (state == State.STOPPED) {
      guest.resume(planned.source());
      guest.serve(1);
    }
    stream.ifPresent(Stream::close);
    endedAt = agenda.now();
    enter(State.CANCELLED, "cancelled");
    return true;
  }

  private boolean look() {
    if (state == State.PRE_COPY) {
      stream.ifPresent(this::push);
      iterate();
    }
    return state == State.PRE_COPY;
  }

  private boolean count() {
    boolean flowing = state == State.PRE_COPY || state == State.POST_COPY;
    if (flowing && agenda.now() > countedAt) {
      long written = traffic().count();
      Duration span = SimTime.toDuration(agenda.now() - countedAt);
      double counted = written - countedBytes + lump.getAsDouble() * random.nextGaussian();
      throughput = BitRate.of(Bytes.of(Math.max(0, Math.round(counted))), span);
      threshold = throughput.in(downtimeLimit).count();
      countedBytes = written;
      countedAt = agenda.now();
    }
    if (state == State.POST_COPY) {
      handOver.progress(agenda.now(), (arrived() - arrivedAtSwitch) / Math.max(1.0, lacking));
    }
    return flowing;
  }

  @Override
  public void backlogLow(Stream open) {
    if (state == State.PRE_COPY || state == State.POST_COPY || state == State.STOPPED) {
      push(open);
    }
  }

  private void push(Stream open) {
    long room = 2 * figures.socketBuffer().count();
    while (!pages.isEmpty() && open.written() - open.sent() < room) {
      open.write(pages.nextBatch());
    }
    if (pages.isEmpty() && state == State.PRE_COPY) {
      iterate();
    }
  }

  private void iterate() {
    boolean due = pages.isEmpty() || agenda.now() - lookedAt >= SimTime.of(LOOK);
    if (!due || (pages.pending() >= threshold && !pages.isEmpty())) {
      return;
    }
    lookedAt = agenda.now();
    synchronise();
    if (planned.technique() == Technique.HYBRID) {
      switchToPostCopy();
      return;
    }
    if (pages.isEmpty() || pages.pending() < threshold) {
      stop();
      stream.ifPresent(open -> {
        push(open);
        finishWriting(open);
      });
    } else {
      stream.ifPresent(this::push);
    }
  }

  private void synchronise() {
    guest.memory().advance(agenda.now());
    long since = Math.max(1, agenda.now() - syncedAt);
    dirtyRate = DirtyRate.ofBytesPerSecond(Math.round(pages.merge() / SimTime.toSeconds(since)));
    syncedAt = agenda.now();
    round++;
  }

  private void stop() {
    guest.pause();
    pages.merge();
    stoppedAt = agenda.now();
    enter(State.STOPPED, "stop-and-copy");
  }

  private void finishWriting(Stream open) {
    if (pages.isEmpty() && !deviceStateSent) {
      writeDeviceState();
      if (open.acknowledged() == open.written()) {
        sent();
      }
    }
  }

  private void writeDeviceState() {
    deviceStateSent = true;
    stream.ifPresent(open -> open.write(figures.deviceState().count()));
  }

  @Override
  public void allAcknowledged(Stream open) {
    if (state == State.STOPPED) {
      push(open);
      finishWriting(open);
    }
    boolean all = pages.isEmpty() && deviceStateSent && open.acknowledged() == open.written();
    if (all && (state == State.STOPPED || state == State.POST_COPY)) {
      sent();
    }
  }

  private void sent() {
    if (state == State.STOPPED) {
      downtime = SimTime.toDuration(agenda.now() - stoppedAt);
      handOver.afterPreCopy(agenda.now(), downtime);
    } else {
      handOver.allArrived(agenda.now());
    }
    enter(State.SENT, "sent");
    agenda.in(
        figures.finish(),
        () -> {
          endedAt = agenda.now();
          stream.ifPresent(Stream::close);
          enter(State.COMPLETED, "completed");
        });
  }

  private void enter(State next, String phase) {
    state = next;
    phases.add(new PhaseStart(agenda.now(), phase));
  }

  /** Takes a sample of telemetry, if there is anything to see. */
  void sample() {
    if (state == State.WAITING || state == State.SETUP || hasEnded()) {
      return;
    }
    samples.add(
        new RoundSample(
            SimTime.toDuration(agenda.now() - startedAt),
            round,
            traffic(),
            Bytes.of(pages.pending()),
            dirtyRate,
            throughput,
            throughput.bitsPerSecond() == 0
                ? Duration.ZERO
                : Bytes.of(pages.pending()).timeAt(throughput),
            phases.getLast().phase()));
  }

  PlannedMigration planned() {
    return planned;
  }

  Bytes resident() {
    return guest.spec().resident();
  }

  Bytes traffic() {
    return Bytes.of(stream.map(Stream::written).orElse(0L));
  }

  /** {@return bytes that have arrived} */
  long arrived() {
    return stream.map(Stream::delivered).orElse(0L);
  }

  boolean hasStarted() {
    return state != State.WAITING;
  }

  /** {@return whether it sends as fast as it can} */
  boolean isFree() {
    return hasStarted() && !hasEnded() && limit.isEmpty();
  }

  boolean hasEnded() {
    return state == State.COMPLETED || state == State.CANCELLED;
  }

  boolean inPreCopy() {
    return state == State.SETUP || state == State.PRE_COPY;
  }

  boolean vmAtDestination() {
    return phases.stream().anyMatch(phase -> phase.phase().equals("post-copy"));
  }

  /** {@return whether its last bytes are on their way and the VM ran at neither end} */
  boolean stopped() {
    return state == State.STOPPED || state == State.SENT;
  }

  int round() {
    return round;
  }

  long startedAt() {
    return startedAt;
  }

  /** {@return from the start command until the source may be switched off; so far while running} */
  Duration totalTime() {
    return SimTime.toDuration((hasEnded() ? endedAt : agenda.now()) - startedAt);
  }

  /** {@return as QEMU would report it} */
  Duration downtime() {
    return downtime;
  }

  /** {@return the longest time for which clients had no answer because of it} */
  Duration clientDowntime() {
    return handOver.clientGap();
  }

  List<PhaseStart> phases() {
    return List.copyOf(phases);
  }

  List<RoundSample> samples() {
    return List.copyOf(samples);
  }
}
