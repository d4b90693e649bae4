package dev.drover.agent.migration;

import dev.drover.agent.api.AdjustRequest;
import dev.drover.agent.api.MigrationStatus;
import dev.drover.agent.api.PeerAgent;
import dev.drover.agent.api.StartRequest;
import dev.drover.agent.api.VmStatus.Role;
import dev.drover.agent.migration.Settlement.Decision;
import dev.drover.agent.migration.Settlement.Mine;
import dev.drover.agent.migration.Settlement.Peer;
import dev.drover.agent.migration.Settlement.Yielded;
import dev.drover.agent.vm.DurableRecords;
import dev.drover.agent.vm.HostedVm;
import dev.drover.agent.vm.VmRegistry;
import dev.drover.calls.CallException;
import dev.drover.calls.CallException.Kind;
import dev.drover.hypervisor.HypervisorException;
import dev.drover.hypervisor.MigrationPhase;
import dev.drover.hypervisor.Vm;
import dev.drover.hypervisor.VmState;
import dev.drover.model.MigrationOutcome;
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
final class Departure implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Departure.class);

  private final String host;
  private final HostedVm vm;
  private final VmRegistry vms;
  private final DurableRecords<DepartureRecord> records;
  private final PeerAgent peer;
  private final PeerWatch watch;
  private final Thread driver;
  private final Timing timing;
  private final Telemetry telemetry;
  private final Sending sending;
  private final Semaphore news = new Semaphore(0);
  private volatile DepartureRecord durable;
  private boolean restarted;
  private boolean resumed = true;
  private long sourceGoneNanos;
  private volatile boolean sourceGone;

  Departure(
      String host,
      String ownUrl,
      HostedVm vm,
      VmRegistry vms,
      DurableRecords<DepartureRecord> records,
      PeerAgent peer,
      Transports transports,
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
    this.durable = durable;
    this.telemetry = new Telemetry(durable.status(), elapsed);
    StartRequest request = durable.request();
    this.sending =
        new Sending(
            request,
            telemetry,
            new Way(transports, request, telemetry),
            capacity,
            egress,
            usedByOthers,
            news::release);
    this.watch =
        new PeerWatch(
            peer,
            request.migration(),
            new PeerAgent.SourceHello(request.vm(), host, ownUrl, vm.record().sequence()),
            timing.heartbeat(),
            news::release);
    this.driver = Thread.ofVirtual().name("drive " + request.migration()).unstarted(this::settle);
  }

  /** Starts to send; the VM's record says already that it is a source. */
  void begin(Vm process) {
    sending.begin(process);
    drive();
  }

  /** Goes on after a restart of the agent, with whatever is left of the VM's process. */
  void resume() {
    restarted = true;
    resumed = goOn();
    drive();
  }

  /** {@return false when QEMU has not answered and may later} */
  private boolean goOn() {
    return sending.resume(vm.process(), () -> peer.status().nicRate());
  }

  private void drive() {
    watch.start();
    driver.start();
  }

  private void settle() {
    try {
      while (!resumed) {
        Thread.sleep(timing.retry());
        resumed = goOn();
      }
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
      sending.close();
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
    return switch (sending.phase()) {
      case MigrationPhase.Setup _,
          MigrationPhase.DiskCopy _,
          MigrationPhase.PreCopy _,
          MigrationPhase.StopAndCopy _ ->
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
    return !sourceGone
        || System.nanoTime() - sourceGoneNanos < timing.patience().toNanos()
        || !watch.insists(timing.patience(), timing.mute());
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
      case SILENT, RECEIVING, READY, TAKING -> Thread.sleep(timing.retry());
      case NONE, TAKEN_UNSEEN, TAKEN, TAKEN_WHOLE, GONE -> {}
    }
  }

  private void recover() throws InterruptedException {
    if (!sending.recoverable()) {
      awaitNews(timing.heartbeat());
      return;
    }
    StartRequest request = durable.request();
    try {
      sending.recover(peer.listenAgain(request.migration(), request.vm()));
      MigrationPhase before = sending.phase();
      long end = System.nanoTime() + timing.heartbeat().toNanos();
      while (sending.phase().equals(before) && System.nanoTime() < end) {
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
    MigrationPhase last = sending.phase();
    telemetry.ended(last.isFinal() ? last.text() : "failed");
    StartRequest request = durable.request();
    Requests.untilDone(timing.heartbeat(), () -> peer.abandon(request.migration(), request.vm()));
    save(durable.yielded(), Optional.of(refusal.map(this::cannotRun).orElseGet(this::stayed)));
  }

  private MigrationOutcome cannotRun(String why) {
    return new MigrationOutcome.Lost(telemetry.lastPhase(), "it cannot be resumed here: " + why);
  }

  /** Why the VM stayed. */
  private MigrationOutcome stayed() {
    return switch (sending.phase()) {
      case MigrationPhase.Cancelled _ -> new MigrationOutcome.Cancelled("on request");
      case MigrationPhase.Failed failed ->
          new MigrationOutcome.Failed(failed.during(), sending.explained(failed.cause()), host);
      case MigrationPhase.Sent _ ->
          new MigrationOutcome.Failed(
              "stop-and-copy", "the destination lost its copy before the VM ran there", host);
      case MigrationPhase.Setup _,
          MigrationPhase.DiskCopy _,
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
    outcome.ifPresent(_ -> sending.ended());
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
    if (finished()) {
      throw new CallException(
          Kind.REFUSED, "migration " + durable.request().migration() + " is not running");
    }
    sending.adjust(request);
  }

  boolean cancel() {
    return durable.yielded() == Yielded.NO && !finished() && sending.cancel();
  }
}
