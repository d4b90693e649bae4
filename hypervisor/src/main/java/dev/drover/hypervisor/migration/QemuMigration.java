package dev.drover.hypervisor.migration;

import dev.drover.hypervisor.DiskProgress;
import dev.drover.hypervisor.DiskTarget;
import dev.drover.hypervisor.HypervisorException;
import dev.drover.hypervisor.MigrationListener;
import dev.drover.hypervisor.MigrationPhase;
import dev.drover.hypervisor.MigrationRequest;
import dev.drover.hypervisor.OutgoingMigration;
import dev.drover.hypervisor.Pace;
import dev.drover.hypervisor.qmp.BlockCommand;
import dev.drover.hypervisor.qmp.JobInfo;
import dev.drover.hypervisor.qmp.Mailbox;
import dev.drover.hypervisor.qmp.MigrationInfo;
import dev.drover.hypervisor.qmp.NodeInfo;
import dev.drover.hypervisor.qmp.QmpCommand;
import dev.drover.hypervisor.qmp.QmpEvent;
import dev.drover.hypervisor.qmp.QmpException;
import dev.drover.hypervisor.qmp.SocketUri;
import dev.drover.model.RoundSample;
import dev.drover.model.Technique;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Drives one migration of one QEMU. A virtual thread of its own takes what QEMU tells in the order
 * in which QEMU told it, so a phase reaches the listener as soon as its event is read; ten times a
 * second it asks for figures.
 */
public final class QemuMigration implements OutgoingMigration {
  private static final Logger LOG = LoggerFactory.getLogger(QemuMigration.class);
  private static final Duration RECONNECT = Duration.ofMillis(20);

  /** How long a cancel may take before the connection is broken to make it happen. */
  private static final Duration CANCEL_TIME = Duration.ofSeconds(2);

  private final Monitor monitor;
  private final MigrationMachine machine;
  private final Duration stallLimit;
  private final MigrationListener listener;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final PaceSetter pacer;

  /** The VM's disk as it was before it was copied; empty when it has none. */
  private final Optional<NodeInfo> image;

  /** Added to under the lock, so that news has the order of the steps. */
  private final Queue<Runnable> news = new ConcurrentLinkedQueue<>();

  /** Guards all that follows. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Outstanding outstanding;
  private final Tally tally;
  private final StallWatch watch;
  private MigrationState state;
  private Mailbox mailbox;
  private long memorySent;
  private long diskDone;
  private long overdueLook = Long.MAX_VALUE;

  private QemuMigration(
      Monitor monitor,
      MigrationMachine machine,
      MigrationMachine.Step first,
      MigrationAction.Place place,
      Optional<NodeInfo> image,
      Duration stallLimit,
      MigrationListener listener,
      Duration age,
      boolean reckons) {
    this.monitor = monitor;
    this.pacer = new PaceSetter(monitor, reckons);
    this.machine = machine;
    this.outstanding = new Outstanding(place);
    this.image = image;
    this.stallLimit = stallLimit;
    this.listener = listener;
    this.tally = new Tally(System.nanoTime() - age.toNanos());
    this.watch = new StallWatch(stallLimit);
    this.state = first.state();
    this.mailbox = monitor.subscribe();
    first.actions().forEach(this::perform);
  }

  /**
   * Starts a migration and returns at once.
   *
   * @throws HypervisorException when QEMU refuses the technique or a limit; nothing has happened
   *     then
   */
  public static QemuMigration start(
      Monitor monitor, MigrationRequest request, MigrationListener listener) {
    boolean runs = monitor.execute(new QmpCommand.QueryStatus(), Settings.TIMEOUT).running();
    Optional<DiskTarget> disk = request.disk();
    Settings.prepare(monitor, request.technique(), request.connections(), disk.isPresent());
    boolean reckons = Settings.forgetSwitchover(monitor);
    Settings.limitRate(monitor, request.rateLimit());
    Settings.limitDowntime(monitor, request.downtimeLimit());
    MigrationMachine machine = new MigrationMachine(request.technique(), true, runs);
    String uri = SocketUri.of(request.address(), request.port());
    if (disk.isPresent()) {
      Disks.abandon(monitor);
      Disks.reach(disk.get());
    }
    QemuMigration migration =
        new QemuMigration(
            monitor,
            machine,
            disk.isPresent()
                ? machine.startWithDisk(Settings.mirrorSpeed(request.rateLimit()))
                : machine.start(),
            MigrationAction.Place.of(uri, disk),
            disk.map(_ -> Disks.image(monitor)),
            request.stallLimit(),
            listener,
            Duration.ZERO,
            reckons);
    migration.news.add(() -> listener.phaseChanged(new MigrationPhase.Setup()));
    Thread.ofVirtual().name("migration to " + uri).start(migration::run);
    return migration;
  }

  /**
   * Picks up a migration that QEMU was asked for by an earlier process, ended ones included.
   *
   * @param disk whether the VM has one
   */
  public static QemuMigration follow(
      Monitor monitor,
      Technique technique,
      MigrationInfo info,
      boolean disk,
      Duration stallLimit,
      MigrationListener listener) {
    MigrationMachine machine = new MigrationMachine(technique, false, true);
    QemuMigration migration =
        new QemuMigration(
            monitor,
            machine,
            machine.follow(disk),
            MigrationAction.Place.of("followed", Optional.empty()),
            disk ? Optional.of(Disks.image(monitor)) : Optional.empty(),
            stallLimit,
            listener,
            info.totalTime().orElse(Duration.ZERO),
            Settings.reckons(monitor));
    Thread.ofVirtual().name("migration followed").start(migration::run);
    return migration;
  }

  @Override
  public MigrationPhase phase() {
    lock.lock();
    try {
      return state.phase();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void limitRate(Optional<BitRate> rate) {
    Settings.limitRate(monitor, rate);
    limitDisk(rate);
  }

  private void limitDisk(Optional<BitRate> rate) {
    lock.lock();
    try {
      if (state.limitsDisk()) {
        perform(new MigrationAction.LimitMirror(Settings.mirrorSpeed(rate)));
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void limitDowntime(Duration limit) {
    Settings.limitDowntime(monitor, limit);
  }

  @Override
  public void pace(Pace next) {
    pacer.pace(next, () -> !phase().isFinal());
    limitDisk(next.round());
  }

  @Override
  public void startPostCopy() {
    if (machine.technique() == Technique.PRE_COPY) {
      throw new HypervisorException(
          "WrongState", "the migration was requested as pre-copy; it cannot switch to post-copy");
    }
    step(new MigrationEvent.PostCopyAsked());
  }

  @Override
  public boolean cancel() {
    lock.lock();
    try {
      if (!state.cancellable()) {
        return false;
      }
      step(new MigrationEvent.CancelAsked());
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void recover(String address, int port) {
    lock.lock();
    try {
      if (!(state instanceof MigrationState.PostCopyPaused)) {
        throw new HypervisorException(
            "WrongState", "only a paused post-copy can be recovered, not " + phase().text());
      }
      step(new MigrationEvent.RecoverAsked(SocketUri.of(address, port)));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean recoverable() {
    lock.lock();
    try {
      return state instanceof MigrationState.PostCopyPaused;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<MigrationPhase> await(Duration timeout) throws InterruptedException {
    if (!ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
      return Optional.empty();
    }
    return Optional.of(phase()).filter(MigrationPhase::isFinal);
  }

  private void run() {
    try {
      long tick = System.nanoTime();
      while (true) {
        tell();
        if (phase().isFinal()) {
          break;
        }
        long wait = tick - System.nanoTime();
        if (wait > 0) {
          Optional<Mailbox.Item> item = mailbox.next(Duration.ofNanos(wait));
          if (item.isPresent() && !take(item.get())) {
            break;
          }
        } else {
          tick();
          tick = System.nanoTime() + StallWatch.LOOK.toNanos();
        }
      }
    } catch (InterruptedException e) {
      LOG.warn("the thread of a migration was interrupted; QEMU goes on alone", e);
    } finally {
      mailbox.close();
      ended.countDown();
    }
  }

  /** {@return false when there is nobody left to listen to} */
  private boolean take(Mailbox.Item item) throws InterruptedException {
    switch (item) {
      case Mailbox.Item.Event(QmpEvent event, Instant at) -> event(event, at);
      case Mailbox.Item.Reply(long id, JsonNode value) ->
          taken(id).ifPresent(asked -> reply(asked, value));
      case Mailbox.Item.Failure(long id, QmpException cause) ->
          taken(id)
              .filter(_ -> cause.kind() == QmpException.Kind.REFUSED)
              .ifPresent(asked ->
                  step(
                      new MigrationEvent.Refused(
                          asked.action(), String.valueOf(cause.getMessage()))));
      case Mailbox.Item.Disconnected(QmpException cause) -> {
        return reconnect(cause);
      }
    }
    return true;
  }

  private void event(QmpEvent event, Instant at) {
    switch (event) {
      case QmpEvent.Migration e -> step(new MigrationEvent.StatusChanged(e.status()));
      case QmpEvent.MigrationPass e -> passBegan(e.pass(), at);
      case QmpEvent.Stop _ -> step(new MigrationEvent.VcpusStopped());
      case QmpEvent.Resume _ -> step(new MigrationEvent.VcpusResumed());
      case QmpEvent.JobStatus e -> jobChanged(e.id());
      case QmpEvent.Shutdown _, QmpEvent.GuestPanicked _, QmpEvent.Other _ -> {}
    }
  }

  private void jobChanged(String job) {
    lock.lock();
    try {
      if (job.equals(Disks.JOB) && state.asksForMirror()) {
        perform(new MigrationAction.QueryMirror());
      }
    } finally {
      lock.unlock();
    }
  }

  private void passBegan(int pass, Instant at) {
    lock.lock();
    try {
      // Both clocks are this host's; only how long ago it was is taken from the one that can step.
      Duration ago = Duration.between(at, Instant.now());
      tally.passBegan(pass, ago, System.nanoTime());
      news.add(() -> listener.passBegan(pass));
      step(new MigrationEvent.PassBegan(pass));
    } finally {
      lock.unlock();
    }
  }

  private void reply(Outstanding.Command asked, JsonNode value) {
    try {
      if (asked.action() instanceof MigrationAction.Query) {
        progress(asked, new QmpCommand.QueryMigrate().decodeReply(value));
      } else if (asked.action() instanceof MigrationAction.QueryRunState) {
        step(new MigrationEvent.RunStateKnown(new QmpCommand.QueryStatus().decodeReply(value)));
      } else if (asked.action() instanceof MigrationAction.QueryMirror) {
        mirror(asked, new BlockCommand.QueryJobs().decodeReply(value));
      } else if (asked.action() instanceof MigrationAction.RemoveDiskTarget) {
        step(new MigrationEvent.DiskTargetGone());
      }
    } catch (QmpException e) {
      LOG.warn("an answer from QEMU makes no sense", e);
    }
  }

  private void progress(Outstanding.Command asked, MigrationInfo info) {
    step(new MigrationEvent.Progress(info));
    info.memory().ifPresent(memory -> sample(asked, info, memory));
    lock.lock();
    try {
      memorySent = info.memory().map(m -> m.transferred().count()).orElse(0L);
      watch(asked);
    } finally {
      lock.unlock();
    }
  }

  private void mirror(Outstanding.Command asked, List<JobInfo> jobs) {
    Optional<JobInfo> job = jobs.stream().filter(j -> j.id().equals(Disks.JOB)).findFirst();
    lock.lock();
    try {
      if (job.isPresent() && image.isPresent()) {
        DiskProgress progress = Disks.progress(image.get(), job.get());
        diskDone = job.get().done().count();
        news.add(() -> listener.diskCopied(progress));
      }
      step(new MigrationEvent.MirrorKnown(job));
      watch(asked);
    } finally {
      lock.unlock();
    }
  }

  private void watch(Outstanding.Command asked) {
    if (watch.stalled(asked.look(), memorySent + diskDone)) {
      stalled();
    }
  }

  private void stalled() {
    watch.restart();
    step(new MigrationEvent.Stalled("no byte moved for " + Durations.format(stallLimit)));
  }

  private void sample(Outstanding.Command asked, MigrationInfo info, MigrationInfo.Memory memory) {
    lock.lock();
    try {
      long now = System.nanoTime();
      RoundSample sample = tally.sample(info, memory, state.phase(), now);
      news.add(() -> listener.sampled(sample));
      tally
          .boundary(memory, state.phase(), now)
          .ifPresent(boundary -> news.add(() -> listener.roundBegan(boundary)));
      tally.knownAt(asked.nanos());
    } finally {
      lock.unlock();
    }
  }

  private void tick() {
    lock.lock();
    try {
      watch.look();
      if (state instanceof MigrationState.PostCopyPaused) {
        watch.restart();
      } else if (outstanding.has(this::silent)) {
        stalled();
      }
      if (watch.now() > overdueLook) {
        overdueLook = watch.now() + StallWatch.looks(CANCEL_TIME);
        step(new MigrationEvent.Overdue());
      }
      for (MigrationAction question : state.questions()) {
        if (!outstanding.has(asked -> asked.action().equals(question))) {
          perform(question);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean silent(Outstanding.Command asked) {
    return switch (asked.action()) {
      case MigrationAction.Query _, MigrationAction.QueryMirror _ -> watch.silent(asked.look());
      default -> false;
    };
  }

  private void step(MigrationEvent event) {
    lock.lock();
    try {
      MigrationState before = state;
      MigrationMachine.Step step = machine.next(before, event);
      state = step.state();
      step.actions().forEach(this::perform);
      MigrationPhase phase = state.phase();
      boolean pausedAgain =
          state instanceof MigrationState.PostCopyPaused
              && before instanceof MigrationState.Recovering;
      if (pausedAgain || !phase.equals(before.phase())) {
        watch.restart();
        news.add(() -> listener.phaseChanged(phase));
        mailbox.nudge();
      }
    } finally {
      lock.unlock();
    }
  }

  private void perform(MigrationAction action) {
    if (action instanceof MigrationAction.Cancel) {
      overdueLook = watch.now() + StallWatch.looks(CANCEL_TIME);
    } else if (action instanceof MigrationAction.Start) {
      tally.memoryBegins(System.nanoTime());
    }
    outstanding.send(action, mailbox, watch.now());
  }

  private Optional<Outstanding.Command> taken(long id) {
    lock.lock();
    try {
      return outstanding.answered(id, mailbox, watch.now());
    } finally {
      lock.unlock();
    }
  }

  /** {@return false when the VM was let go of} */
  private boolean reconnect(QmpException cause) throws InterruptedException {
    LOG.debug("lost QEMU during a migration", cause);
    while (!monitor.closed()) {
      if (!monitor.alive()) {
        step(new MigrationEvent.ProcessEnded("the QEMU process ended"));
        return true;
      }
      try {
        Mailbox next = monitor.subscribe();
        lock.lock();
        try {
          mailbox = next;
          outstanding.forget();
          perform(new MigrationAction.Query());
          if (state.asksForMirror()) {
            perform(new MigrationAction.QueryMirror());
          }
        } finally {
          lock.unlock();
        }
        return true;
      } catch (HypervisorException e) {
        LOG.debug("QEMU cannot be reached yet", e);
        Thread.sleep(RECONNECT);
      }
    }
    return false;
  }

  /** Calls the listener with all that is new, in order, holding no lock. */
  private void tell() {
    for (Runnable next = news.poll(); next != null; next = news.poll()) {
      try {
        next.run();
      } catch (RuntimeException e) {
        LOG.error("a migration's listener failed", e);
      }
    }
  }
}
