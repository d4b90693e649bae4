package dev.drover.agent.migration;

import dev.drover.agent.api.HttpAgentClient.Connector;
import dev.drover.agent.api.IncomingStatus;
import dev.drover.agent.api.IncomingStatus.Fate;
import dev.drover.agent.api.PeerAgent.SourceHello;
import dev.drover.agent.api.PrepareReply;
import dev.drover.agent.api.VmStatus;
import dev.drover.agent.api.VmStatus.Role;
import dev.drover.agent.vm.DurableRecords;
import dev.drover.agent.vm.HostedVm;
import dev.drover.agent.vm.VmRecord;
import dev.drover.agent.vm.VmRegistry;
import dev.drover.agent.xia.XiaDaemon;
import dev.drover.calls.CallException;
import dev.drover.calls.CallException.Kind;
import dev.drover.hypervisor.HypervisorException;
import dev.drover.hypervisor.Vm;
import dev.drover.hypervisor.VmState;
import dev.drover.model.MigrationOutcome;
import dev.drover.model.Technique;
import dev.drover.model.Traffic;
import dev.drover.model.unit.Bytes;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One migration at its destination. The copy here is launched so that it does not run by itself;
 * what was decided about it is on disk before it is done.
 */
final class Arrival {
  private static final Logger LOG = LoggerFactory.getLogger(Arrival.class);

  private final Listener listener;
  private final VmRegistry vms;
  private final DurableRecords<ArrivalRecord> records;
  private final Connector peers;
  private final Optional<XiaDaemon> xia;
  private final Timing timing;
  private ArrivalRecord durable;

  /** What the VM has signed for its new gateway. */
  private volatile Optional<String> registration = Optional.empty();

  private long heardNanos = System.nanoTime();

  Arrival(
      Listener listener,
      VmRegistry vms,
      DurableRecords<ArrivalRecord> records,
      Connector peers,
      Optional<XiaDaemon> xia,
      Timing timing,
      ArrivalRecord durable) {
    this.listener = listener;
    this.vms = vms;
    this.records = records;
    this.peers = peers;
    this.xia = xia;
    this.timing = timing;
    this.durable = durable;
  }

  private String migration() {
    return durable.request().migration();
  }

  private String name() {
    return durable.request().vm().name();
  }

  /** This migration's copy of the VM; empty when it has left this host, even if it came back. */
  private Optional<HostedVm> copy() {
    return vms.find(name()).filter(vm -> isMine(vm.record()));
  }

  /** The same while no later migration takes it away from here. */
  private Optional<HostedVm> here() {
    return copy().filter(vm -> vm.record().role() != Role.SOURCE);
  }

  /** A VM that was taken over belongs to no migration, then to the one that takes it away. */
  private boolean isMine(VmRecord vm) {
    boolean taken =
        durable.fate() == Fate.TAKEN_OVER
            && (vm.role() == Role.SOURCE || (vm.role() == Role.OWNER && vm.migration().isEmpty()));
    return taken || vm.migration().equals(Optional.of(migration()));
  }

  private void save(ArrivalRecord next) {
    records.save(next.request().migration(), next);
    durable = next;
  }

  synchronized PrepareReply prepare() {
    if (durable.fate() != Fate.PREPARED) {
      throw new CallException(
          Kind.REFUSED, "migration " + migration() + " is past preparing: " + durable.fate());
    }
    if (durable.listener().isPresent()) {
      return durable.listener().get();
    }
    save(durable);
    try {
      HostedVm vm = vms.launch(durable.request().vm(), Role.DESTINATION, Optional.of(migration()));
      Vm process = vm.process().orElseThrow();
      PrepareReply place = listener.listen(process).in(xia.flatMap(XiaDaemon::here));
      save(durable.listeningAt(place));
      heardNanos = System.nanoTime();
      return place;
    } catch (CallException e) {
      giveUp("not prepared: " + e.getMessage());
      throw e;
    } catch (HypervisorException e) {
      giveUp("not prepared: " + e.getMessage());
      throw new CallException(
          Kind.REFUSED, "vm " + name() + " cannot be received here: " + Requests.line(e), e);
    }
  }

  void bring(String statement) {
    registration = Optional.of(statement);
  }

  /** Looks at the copy without the lock: a QEMU that waits for memory takes long to answer. */
  IncomingStatus hello(SourceHello hello) {
    Optional<HostedVm> copy;
    synchronized (this) {
      if (durable.sourceAgent().isEmpty()) {
        save(durable.from(hello.agent()));
      }
      heardNanos = System.nanoTime();
      copy = here();
      copy.ifPresent(vm -> vms.movedBefore(vm, hello.sequence()));
    }
    VmState state = copy.map(HostedVm::state).orElse(VmState.GONE);
    boolean whole = false;
    try {
      whole = whole(copy, state);
    } catch (HypervisorException e) {
      state = VmState.UNKNOWN;
    }
    synchronized (this) {
      if (durable.fate() == Fate.PREPARED
          && durable.listener().isPresent()
          && state == VmState.GONE) {
        giveUp("its process ended while it was received");
      }
      if (durable.fate() == Fate.TAKEN_OVER && (copy.isEmpty() || here().isEmpty())) {
        // It ran here and has left, or is leaving: its former source must not think that it ended.
        return new IncomingStatus(migration(), durable.fate(), VmState.STOPPED, true);
      }
      return new IncomingStatus(migration(), durable.fate(), state, whole);
    }
  }

  private static boolean whole(Optional<HostedVm> copy, VmState state) {
    return switch (state) {
      case RUNNING, PAUSED, STOPPED, HANDED_OVER ->
          copy.flatMap(HostedVm::process).map(vm -> !vm.receiving()).orElse(false);
      case RECEIVING, GONE, UNKNOWN -> false;
    };
  }

  synchronized void abandon(String why) {
    switch (durable.fate()) {
      case PREPARED -> giveUp(why);
      case TAKEN_OVER ->
          throw new CallException(
              Kind.REFUSED, "vm " + name() + " has been taken over by this host already");
      case ABANDONED, UNKNOWN -> {}
    }
  }

  private void giveUp(String why) {
    LOG.info("{}: vm {} abandoned: {}", migration(), name(), why);
    Optional<HostedVm> copy = copy();
    save(durable.with(Fate.ABANDONED));
    listener.close();
    copy.ifPresent(_ -> vms.remove(name()));
  }

  /**
   * The moment of the hand-over: every millisecond here is downtime. The decision is on disk before
   * the VM runs.
   *
   * <p>After post-copy no lock is held while the VM is told to run: one whose memory waits for a
   * lost connection takes that in only when both ends are joined again. Before that nobody may hear
   * of a take-over that can still be taken back, as it can after pre-copy.
   */
  VmStatus takeOver() {
    if (durable.request().technique() != Technique.PRE_COPY) {
      return decideAndRun();
    }
    synchronized (this) {
      return decideAndRun();
    }
  }

  private VmStatus decideAndRun() {
    boolean anew = decideToRun();
    Optional<HostedVm> here = here();
    if (here.isPresent() && (anew || stillToRun(here.get()))) {
      run(here.get());
    }
    return here.flatMap(this::own).map(vms::status).orElseGet(this::movedOn);
  }

  /** {@return whether this is the first time} */
  private synchronized boolean decideToRun() {
    heardNanos = System.nanoTime();
    boolean anew = durable.fate() == Fate.PREPARED;
    if (anew) {
      if (copy().flatMap(HostedVm::process).filter(Vm::alive).isPresent()) {
        save(durable.with(Fate.TAKEN_OVER));
      } else {
        giveUp("its process ended before it was taken over");
      }
    }
    assertTaken();
    return anew;
  }

  private void assertTaken() {
    if (durable.fate() != Fate.TAKEN_OVER) {
      throw new CallException(
          Kind.NOT_FOUND, "vm " + name() + " was abandoned on this host: it never ran here");
    }
  }

  private static boolean stillToRun(HostedVm vm) {
    if (vm.record().role() == Role.DESTINATION) {
      return true;
    }
    VmState state = vm.state();
    return state == VmState.PAUSED || state == VmState.RECEIVING;
  }

  private void run(HostedVm vm) {
    Vm process = vm.process().orElse(null);
    if (process == null) {
      return;
    }
    xia.ifPresent(daemon ->
        Thread.ofVirtual().name("found " + name()).start(() -> daemon.arrive(registration)));
    try {
      process.resume();
    } catch (HypervisorException e) {
      boolean tentative =
          durable.request().technique() == Technique.PRE_COPY
              && vm.record().role() == Role.DESTINATION;
      if (!tentative || vm.state() == VmState.RUNNING) {
        throw new CallException(
            Kind.REFUSED, "vm " + name() + " does not resume here: " + Requests.line(e), e);
      }
      LOG.warn("{}: vm {} does not resume here and is given back", migration(), name(), e);
      // Only what is dead can be said never to run here.
      process.kill();
      giveUp("it does not resume");
      assertTaken();
    }
  }

  private synchronized Optional<HostedVm> own(HostedVm vm) {
    if (vm.record().role() == Role.DESTINATION) {
      boolean receives = durable.request().technique() != Technique.PRE_COPY && !durable.done();
      vms.become(vm, Role.OWNER, receives ? Optional.of(migration()) : Optional.empty());
    }
    return here();
  }

  /** What to say of a VM that was taken over and has left this host since. */
  private VmStatus movedOn() {
    return new VmStatus(
        durable.request().vm(),
        VmState.STOPPED,
        Role.OWNER,
        Traffic.NONE,
        Bytes.ZERO,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Waits for nothing but another of its kind: all else may wait for what this brings. */
  PrepareReply listenAgain() {
    Vm process =
        copy()
            .flatMap(HostedVm::process)
            .filter(Vm::alive)
            .orElseThrow(
                () -> new CallException(Kind.NOT_FOUND, "vm " + name() + " is not here any more"));
    synchronized (listener) {
      try {
        process.pauseIncoming();
      } catch (HypervisorException e) {
        LOG.debug("{}: nothing to pause", migration(), e);
      }
      try {
        return listener.listenAgain(process);
      } catch (HypervisorException e) {
        throw new CallException(
            Kind.REFUSED, "vm " + name() + " cannot listen again: " + Requests.line(e), e);
      }
    }
  }

  synchronized void done() {
    if (!durable.done()) {
      save(durable.finished());
      listener.close();
      copy().filter(this::isReceived).ifPresent(vm -> vms.become(vm, Role.OWNER, Optional.empty()));
    }
  }

  /** Owned, or taken over by a call that has not returned. */
  private boolean isReceived(HostedVm vm) {
    VmRecord known = vm.record();
    return durable.fate() == Fate.TAKEN_OVER
        && (known.role() == Role.OWNER || known.role() == Role.DESTINATION)
        && known.migration().equals(Optional.of(migration()));
  }

  /** {@return whether the copy still belongs to a migration} */
  synchronized boolean open() {
    return durable.fate() == Fate.PREPARED
        || (durable.fate() == Fate.TAKEN_OVER && !durable.done());
  }

  /** After a restart: what was taken over is made to run, whatever else has a new lease. */
  synchronized void recover() {
    switch (durable.fate()) {
      case PREPARED -> {
        if (durable.listener().isEmpty() || copy().isEmpty()) {
          giveUp("the agent was restarted while it was prepared");
        }
      }
      case TAKEN_OVER -> {
        Optional<HostedVm> received = copy().filter(vm -> vm.record().role() == Role.DESTINATION);
        if (received.isPresent()) {
          takeOver();
        }
      }
      case ABANDONED -> copy().ifPresent(_ -> vms.remove(name()));
      case UNKNOWN -> {}
    }
  }

  /** Looks after a copy whose source is silent. */
  void check() {
    Optional<URI> ask;
    synchronized (this) {
      Duration silence = Duration.ofNanos(System.nanoTime() - heardNanos);
      if (!open() || durable.listener().isEmpty()) {
        return;
      }
      if (durable.fate() == Fate.PREPARED
          && copy().map(HostedVm::state).orElse(VmState.GONE) == VmState.GONE) {
        giveUp("its process ended while it was received");
        return;
      }
      if (durable.sourceAgent().isEmpty()) {
        if (silence.compareTo(timing.lease()) > 0) {
          giveUp("no source came within " + timing.lease().toSeconds() + " s");
        }
        return;
      }
      ask =
          silence.compareTo(timing.quiet()) > 0
              ? durable.sourceAgent().map(URI::create)
              : Optional.empty();
    }
    if (ask.isPresent() && endedAt(ask.get())) {
      synchronized (this) {
        if (durable.fate() == Fate.PREPARED) {
          giveUp("the source has ended the migration");
        } else {
          done();
        }
      }
    }
  }

  /** Asks the source's agent, without a lock held: it may take its time. */
  private boolean endedAt(URI source) {
    try {
      return peers
          .connect(source)
          .migration(durable.request().migration())
          .outcome()
          .filter(outcome -> !(outcome instanceof MigrationOutcome.Unsettled))
          .isPresent();
    } catch (CallException e) {
      return e.kind() == Kind.NOT_FOUND;
    }
  }
}
