package dev.drover.agent.migration;

import dev.drover.agent.api.AdjustRequest;
import dev.drover.agent.api.MigrationStatus;
import dev.drover.agent.api.PeerAgent;
import dev.drover.agent.api.PrepareReply;
import dev.drover.agent.api.StartRequest;
import dev.drover.agent.api.VmStatus.Role;
import dev.drover.agent.migration.RoundPacer.News;
import dev.drover.agent.migration.Settlement.Decision;
import dev.drover.agent.migration.Settlement.Mine;
import dev.drover.agent.migration.Settlement.Peer;
import dev.drover.agent.migration.Settlement.Yielded;
import dev.drover.agent.relay.Relays;
import dev.drover.agent.vm.DurableRecords;
import dev.drover.agent.vm.HostedVm;
import dev.drover.agent.vm.VmRegistry;
import dev.drover.calls.CallException;
import dev.drover.calls.CallException.Kind;
import dev.drover.hypervisor.HypervisorException;
import dev.drover.hypervisor.MigrationListener;
import dev.drover.hypervisor.MigrationPhase;
import dev.drover.hypervisor.OutgoingMigration;
import dev.drover.hypervisor.RoundBoundary;
import dev.drover.hypervisor.Vm;
import dev.drover.hypervisor.VmState;
import dev.drover.model.MigrationOutcome;
import dev.drover.model.RoundSample;
import dev.drover.model.Technique;
import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One migration at its source, from the start command to its outcome. One thread drives it; it
 * looks at both copies, asks {@link Settlement}, and does what that says, until the VM is settled.
 */
final class Departure implements MigrationListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Departure.class);

  private final String host;
  private final HostedVm vm;
  private final VmRegistry vms;
  private final DurableRecords<DepartureRecord> records;
  private final PeerAgent peer;
  private final PeerWatch watch;
  private final Thread driver;
  private final Timing timing;
  private final Egress egress;
  private final Telemetry telemetry;
  private final Optional<RoundPacing> pacing;
  private final Way way;
  private final Semaphore news = new Semaphore(0);
  private volatile DepartureRecord durable;
  private volatile Optional<OutgoingMigration> outgoing = Optional.empty();
  private volatile MigrationPhase phase = new MigrationPhase.Setup();
  private boolean heard;
  private boolean restarted;
  private long sourceGoneNanos;
  private volatile boolean sourceGone;

  Departure(
      String host,
      String ownUrl,
      HostedVm vm,
      VmRegistry vms,
      DurableRecords<DepartureRecord> records,
      PeerAgent peer,
      Relays relays,
      Timing timing,
      DepartureRecord durable,
      Duration elapsed,
      BitRate capacity,
      Egress egress,
      Supplier<BitRate> usedByOthers) {
    this.host = host;
    this.vm = vm;
    this.vms = vms;
    this.records = records;
    this.peer = peer;
    this.timing = timing;
    this.egress = egress;
    this.durable = durable;
    this.telemetry = new Telemetry(durable.status(), elapsed);
    StartRequest request = durable.request();
    this.way = new Way(relays, request, telemetry);
    this.pacing =
        RoundPacer.start(
                request.transfer(),
                request.technique(),
                capacity,
                request.rateLimit(),
                request.downtimeLimit())
            .map(pacer ->
                new RoundPacing(
                    request.migration(), pacer, usedByOthers, telemetry, way::limitRound));
    this.watch =
        new PeerWatch(
            peer,
            request.migration(),
            new PeerAgent.SourceHello(request.vm(), host, ownUrl),
            timing.heartbeat(),
            news::release);
    this.driver = Thread.ofVirtual().name("drive " + request.migration()).unstarted(this::settle);
  }

  /** Starts to send; the VM's record says already that it is a source. */
  void begin(Vm process) {
    StartRequest request = durable.request();
    pacing.ifPresent(_ -> egress.limitedBegins());
    try {
      PrepareReply place = way.to(request.listener());
      Optional<BitRate> limit = pacing.map(RoundPacing::first).orElse(request.rateLimit());
      OutgoingMigration started = process.migrate(Requests.of(request, place, limit), this);
      outgoing = Optional.of(started);
      pacing.ifPresent(p -> p.steer(started));
    } catch (HypervisorException e) {
      phaseChanged(new MigrationPhase.Failed("setup", Requests.line(e), true));
    } catch (CallException e) {
      phaseChanged(new MigrationPhase.Failed("setup", String.valueOf(e.getMessage()), true));
    }
    drive();
  }

  /** Goes on after a restart of the agent, with whatever is left of the VM's process. */
  void resume() {
    restarted = true;
    pacing.ifPresent(_ -> egress.limitedBegins());
    StartRequest request = durable.request();
    try {
      outgoing =
          vm.process()
              .filter(Vm::alive)
              .flatMap(p -> p.follow(request.technique(), request.stallLimit(), this));
      outgoing.ifPresent(migration -> {
        startFrom(migration.phase());
        pacing.ifPresent(p -> {
          p.steer(migration);
          p.learn(() -> new News.Reached(peer.status().nicRate()));
        });
      });
    } catch (HypervisorException e) {
      LOG.warn("{}: cannot follow the migration: {}", request.migration(), e.getMessage());
    }
    if (outgoing.isEmpty()) {
      phaseChanged(
          new MigrationPhase.Failed(
              telemetry.lastPhase(), "the agent was restarted and QEMU had no migration", false));
    }
    drive();
  }

  private void drive() {
    watch.start();
    driver.start();
  }

  /** The phase in which a followed migration was found, unless it has moved on since. */
  private synchronized void startFrom(MigrationPhase found) {
    if (!heard) {
      phaseChanged(found);
    }
  }

  @Override
  public synchronized void phaseChanged(MigrationPhase next) {
    heard = true;
    phase = next;
    telemetry.entered(next);
    if (next instanceof MigrationPhase.PostCopy) {
      pacing.ifPresent(p -> p.learn(News.GivenAway::new));
    }
    way.entered(next);
    news.release();
  }

  @Override
  public void roundBegan(RoundBoundary boundary) {
    pacing.ifPresent(p -> p.learn(() -> new News.Began(boundary)));
  }

  @Override
  public void passBegan(int pass) {
    way.passBegan(pass);
  }

  @Override
  public void sampled(RoundSample sample) {
    telemetry.sampled(sample);
  }

  private void settle() {
    try {
      while (!durable.finished()) {
        try {
          carryOut(Settlement.decide(mine(), durable.yielded(), watch.word(), patient()));
        } catch (RuntimeException e) {
          if (Thread.interrupted()) {
            return;
          }
          LOG.error("{}: trying again", durable.request().migration(), e);
          Thread.sleep(timing.retry());
        }
      }
    } catch (InterruptedException e) {
      // The agent stops; its successor goes on from the records.
    } finally {
      watch.close();
      pacing.ifPresent(p -> {
        p.close();
        egress.limitedEnds();
      });
    }
  }

  private void carryOut(Decision decision) throws InterruptedException {
    switch (decision) {
      case GO_ON -> awaitNews(timing.heartbeat());
      case WAIT -> {
        awaitNews(timing.retry());
        watch.greet();
      }
      case GRANT -> grant();
      case RECOVER -> recover();
      case RUN_HERE -> runHere();
      case COMPLETE -> complete();
      case LOST -> lost();
    }
  }

  private Mine mine() {
    if (!vm.process().map(Vm::alive).orElse(false)) {
      if (!sourceGone) {
        sourceGone = true;
        sourceGoneNanos = System.nanoTime();
      }
      return Mine.GONE;
    }
    return switch (phase) {
      case MigrationPhase.Setup _, MigrationPhase.PreCopy _, MigrationPhase.StopAndCopy _ ->
          Mine.UNDER_WAY;
      case MigrationPhase.PostCopy _ -> Mine.SPLIT;
      case MigrationPhase.PostCopyPaused _ -> Mine.SPLIT_PAUSED;
      case MigrationPhase.Sent _ -> runsAfterRestart() ? Mine.RUNS : Mine.SENT;
      case MigrationPhase.Cancelled _, MigrationPhase.Failed _ ->
          runsAfterRestart() ? Mine.RUNS : Mine.STOPPED_SHORT;
    };
  }

  /** QEMU may remember an older migration than the one that was about to start. */
  private boolean runsAfterRestart() {
    return restarted && vm.state() == VmState.RUNNING;
  }

  private boolean patient() {
    return !sourceGone || System.nanoTime() - sourceGoneNanos < timing.patience().toNanos();
  }

  private void grant() throws InterruptedException {
    Mine mine = mine();
    if (durable.yielded() == Yielded.NO) {
      boolean whole =
          mine == Mine.SENT
              || (mine == Mine.GONE && durable.request().technique() == Technique.PRE_COPY);
      save(whole ? Yielded.WHOLE : Yielded.SPLIT, Optional.empty());
      if (mine == Mine.SPLIT_PAUSED) {
        return;
      }
    }
    watch.grant();
    switch (watch.word()) {
      case SILENT, RECEIVING, READY -> Thread.sleep(timing.retry());
      case NONE, TAKEN, TAKEN_WHOLE, GONE -> {}
    }
  }

  private void recover() throws InterruptedException {
    if (outgoing.isPresent() && !outgoing.get().recoverable()) {
      awaitNews(timing.heartbeat());
      return;
    }
    StartRequest request = durable.request();
    try {
      PrepareReply listener = way.to(peer.listenAgain(request.migration(), request.vm()));
      outgoing.ifPresent(migration -> migration.recover(listener.address(), listener.port()));
      MigrationPhase before = phase;
      long end = System.nanoTime() + timing.heartbeat().toNanos();
      while (phase.equals(before) && System.nanoTime() < end) {
        awaitNews(timing.retry());
      }
    } catch (CallException | HypervisorException e) {
      LOG.info("{}: not joined again yet: {}", request.migration(), e.getMessage());
      watch.greet();
      Thread.sleep(timing.retry());
    }
  }

  private void runHere() throws InterruptedException {
    vms.become(vm, Role.OWNER, Optional.empty());
    Optional<String> refusal = Requests.makeRun(vm, timing.retry());
    telemetry.ended(phase.isFinal() ? phase.text() : "failed");
    StartRequest request = durable.request();
    Requests.untilDone(timing.heartbeat(), () -> peer.abandon(request.migration(), request.vm()));
    save(durable.yielded(), Optional.of(refusal.map(this::cannotRun).orElseGet(this::stayed)));
  }

  private MigrationOutcome cannotRun(String why) {
    return new MigrationOutcome.Lost(telemetry.lastPhase(), "it cannot be resumed here: " + why);
  }

  /** Why the VM stayed. */
  private MigrationOutcome stayed() {
    return switch (phase) {
      case MigrationPhase.Cancelled _ -> new MigrationOutcome.Cancelled("on request");
      case MigrationPhase.Failed failed ->
          new MigrationOutcome.Failed(failed.during(), way.explained(failed.cause()), host);
      case MigrationPhase.Sent _ ->
          new MigrationOutcome.Failed(
              "stop-and-copy", "the destination lost its copy before the VM ran there", host);
      case MigrationPhase.Setup _,
          MigrationPhase.PreCopy _,
          MigrationPhase.StopAndCopy _,
          MigrationPhase.PostCopy _,
          MigrationPhase.PostCopyPaused _ ->
          new MigrationOutcome.Failed(telemetry.lastPhase(), "it ended early", host);
    };
  }

  private void complete() {
    vm.process().filter(Vm::alive).ifPresent(Vm::kill);
    telemetry.ended("completed");
    StartRequest request = durable.request();
    Requests.untilDone(timing.heartbeat(), () -> peer.done(request.migration()));
    saveAndRemove(new MigrationOutcome.Completed());
  }

  private void lost() {
    String during = telemetry.lastPhase();
    String cause =
        sourceGone ? "the source's VM process ended" : "the destination's VM process ended";
    vm.process().filter(Vm::alive).ifPresent(Vm::kill);
    telemetry.ended("failed");
    StartRequest request = durable.request();
    boolean granted = durable.yielded() != Yielded.NO;
    Requests.untilDone(
        timing.heartbeat(),
        () -> {
          if (granted && watch.word() == Peer.TAKEN) {
            peer.stopVm(request.vm());
          } else {
            peer.abandon(request.migration(), request.vm());
          }
        });
    saveAndRemove(new MigrationOutcome.Lost(during, cause));
  }

  private void save(Yielded yielded, Optional<MigrationOutcome> outcome) {
    durable = saved(yielded, outcome);
  }

  /**
   * The end of a VM that is here no longer. Written down before it is removed, so that a successor
   * would know; told after, so that who hears of the end does not find the VM here.
   */
  private void saveAndRemove(MigrationOutcome outcome) {
    DepartureRecord last = saved(durable.yielded(), Optional.of(outcome));
    vms.remove(last.request().vm());
    durable = last;
  }

  private DepartureRecord saved(Yielded yielded, Optional<MigrationOutcome> outcome) {
    outcome.ifPresent(_ -> way.close());
    DepartureRecord next =
        new DepartureRecord(durable.request(), yielded, telemetry.status(outcome));
    records.save(next.request().migration(), next);
    return next;
  }

  private void awaitNews(Duration most) throws InterruptedException {
    if (news.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
      news.drainPermits();
    }
  }

  @Override
  public void close() {
    driver.interrupt();
    watch.close();
    Requests.join(driver);
  }

  /** {@return what this migration sends now} */
  BitRate throughput() {
    return finished() ? BitRate.ZERO : telemetry.throughput();
  }

  boolean finished() {
    return durable.finished();
  }

  MigrationStatus status() {
    DepartureRecord now = durable;
    if (now.finished()) {
      return now.status();
    }
    boolean undecided =
        (now.yielded() != Yielded.NO || sourceGone)
            && watch.silence().compareTo(timing.unsettled()) > 0;
    return telemetry.status(
        undecided
            ? Optional.of(
                new MigrationOutcome.Unsettled(
                    telemetry.lastPhase(),
                    watch.complaint().orElse("the destination does not answer")))
            : Optional.empty());
  }

  void adjust(AdjustRequest request) {
    OutgoingMigration migration =
        outgoing
            .filter(_ -> !finished())
            .orElseThrow(() ->
                new CallException(
                    Kind.REFUSED,
                    "migration " + durable.request().migration() + " is not running"));
    if (pacing.isPresent()) {
      RoundPacing paced = pacing.get();
      request
          .rateLimit()
          .ifPresent(limit -> {
            way.limitRate(Optional.of(limit));
            paced.learn(() -> new News.Limited(limit));
          });
      request
          .downtimeLimit()
          .ifPresent(limit -> paced.learn(() -> new News.DowntimeLimited(limit)));
    } else {
      if (request.rateLimit().isPresent()) {
        migration.limitRate(request.rateLimit());
        way.limitRate(request.rateLimit());
      }
      request.downtimeLimit().ifPresent(migration::limitDowntime);
    }
    if (request.startPostCopy()) {
      migration.startPostCopy();
    }
  }

  boolean cancel() {
    return durable.yielded() == Yielded.NO
        && !finished()
        && outgoing.map(OutgoingMigration::cancel).orElse(false);
  }
}
