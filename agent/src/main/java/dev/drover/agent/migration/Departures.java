package dev.drover.agent.migration;

import dev.drover.agent.api.AdjustRequest;
import dev.drover.agent.api.HttpAgentClient.Connector;
import dev.drover.agent.api.IncomingStatus;
import dev.drover.agent.api.IncomingStatus.Fate;
import dev.drover.agent.api.MigrationStatus;
import dev.drover.agent.api.PeerAgent;
import dev.drover.agent.api.PeerAgent.XiaRegistration;
import dev.drover.agent.api.StartRequest;
import dev.drover.agent.api.VmStatus.Role;
import dev.drover.agent.migration.Settlement.Yielded;
import dev.drover.agent.vm.DurableRecords;
import dev.drover.agent.vm.HostedVm;
import dev.drover.agent.vm.VmRecord;
import dev.drover.agent.vm.VmRegistry;
import dev.drover.agent.xia.XiaDaemon;
import dev.drover.calls.CallException;
import dev.drover.calls.CallException.Kind;
import dev.drover.decide.bandwidth.RoundBandwidths;
import dev.drover.hypervisor.Vm;
import dev.drover.hypervisor.VmState;
import dev.drover.model.MigrationOutcome;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The migrations of which this host is the source: those under way, and the last ones ended. */
public final class Departures implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Departures.class);

  /** Ended migrations that are remembered. */
  private static final int REMEMBERED = 200;

  private final String host;
  private final String ownUrl;
  private final VmRegistry vms;
  private final Connector peers;
  private final Egress egress;
  private final Timing timing;
  private final Transports transports;
  private final Optional<XiaDaemon> xia;
  private final DurableRecords<DepartureRecord> records;
  private final Map<String, Departure> running = new LinkedHashMap<>();
  private final Map<String, MigrationStatus> ended = new LinkedHashMap<>();

  /**
   * Those that a destination may have heard of already; one that is started twice is here twice.
   */
  private final List<String> starting = new ArrayList<>();

  /**
   * Reads nothing yet.
   *
   * @param ownUrl under which destinations reach this host's agent
   */
  public Departures(
      String host,
      String ownUrl,
      Path directory,
      VmRegistry vms,
      Connector peers,
      Transports transports,
      Optional<XiaDaemon> xia,
      Egress egress,
      Timing timing) {
    this.host = host;
    this.ownUrl = ownUrl;
    this.vms = vms;
    this.peers = peers;
    this.egress = egress;
    this.transports = transports;
    this.xia = xia;
    this.timing = timing;
    this.records =
        new DurableRecords<>(directory.resolve("records/departures"), DepartureRecord.class);
  }

  /** Goes on with what an earlier agent left; the VMs must have been adopted. */
  public synchronized void recover() {
    List<DepartureRecord> all = new ArrayList<>(records.load().values());
    all.sort(Comparator.comparingLong(known -> known.status().startedAtMs()));
    for (DepartureRecord known : all) {
      String migration = known.request().migration();
      Optional<HostedVm> vm =
          vms.find(known.request().vm()).filter(v -> isSourceOf(v.record(), migration));
      if (!known.finished() && vm.isPresent()) {
        Departure departure = departure(vm.get(), known, elapsed(known), egress.nic());
        running.put(migration, departure);
        departure.resume();
      } else if (!known.finished()) {
        remember(closed(known).status());
      } else {
        vm.ifPresent(v -> vms.remove(known.request().vm()));
        remember(known.status());
      }
    }
  }

  private static boolean isSourceOf(VmRecord vm, String migration) {
    return vm.role() == Role.SOURCE && vm.migration().equals(Optional.of(migration));
  }

  /** A migration whose VM was settled just before the agent ended: it was to stay here. */
  private DepartureRecord closed(DepartureRecord known) {
    Telemetry telemetry = new Telemetry(known.status(), elapsed(known));
    String cause = "the agent was restarted meanwhile";
    MigrationOutcome outcome =
        vms.find(known.request().vm()).isPresent()
            ? new MigrationOutcome.Failed(telemetry.lastPhase(), cause, host)
            : new MigrationOutcome.Lost(telemetry.lastPhase(), cause + " and has no such VM");
    telemetry.ended("failed");
    DepartureRecord whole =
        new DepartureRecord(
            known.request(), known.yielded(), telemetry.status(Optional.of(outcome)));
    records.save(known.request().migration(), whole);
    return whole;
  }

  private void remember(MigrationStatus status) {
    ended.put(status.migration(), status);
    while (ended.size() > REMEMBERED) {
      String oldest = ended.keySet().iterator().next();
      ended.remove(oldest);
      records.delete(oldest);
    }
  }

  /** Starts to send a VM; does nothing when this migration is known already. */
  public void start(StartRequest request) {
    if (!DurableRecords.isKey(request.migration())) {
      throw refused("migration id '" + request.migration() + "' is not usable as a name");
    }
    if (knows(request.migration())) {
      return;
    }
    try {
      request.transfer().bandwidth().ifPresent(RoundBandwidths::onHosts);
    } catch (IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
    transports.get(request.transfer().transport());
    HostedVm vm = vms.get(request.vm());
    synchronized (this) {
      starting.add(request.migration());
    }
    try {
      start(request, vm);
    } finally {
      synchronized (this) {
        starting.remove(request.migration());
      }
    }
  }

  private void start(StartRequest request, HostedVm vm) {
    PeerAgent peer = peer(request);
    IncomingStatus there =
        peer.hello(
            request.migration(),
            new PeerAgent.SourceHello(request.vm(), host, ownUrl, vm.record().sequence()));
    if (there.fate() != Fate.PREPARED || there.state() == VmState.GONE) {
      throw refused(
          "vm %s: host %s is not prepared for migration %s (%s, %s)"
              .formatted(
                  request.vm(),
                  request.destination(),
                  request.migration(),
                  there.fate(),
                  there.state()));
    }
    begin(request, vm, capacity(request, peer));
  }

  /** {@return the slower one of both ends' NICs, asked for only where rounds are to be paced} */
  private BitRate capacity(StartRequest request, PeerAgent peer) {
    return request.transfer().bandwidth().isEmpty()
        ? egress.nic()
        : egress.nic().min(peer.status().nicRate());
  }

  private synchronized void begin(StartRequest request, HostedVm vm, BitRate capacity) {
    if (knows(request.migration())) {
      return;
    }
    if (vm.record().role() != Role.OWNER || vm.record().migration().isPresent()) {
      throw refused(
          "vm %s takes part in migration %s already"
              .formatted(request.vm(), vm.record().migration().orElse("of another id")));
    }
    Vm process =
        vm.process()
            .filter(Vm::alive)
            .orElseThrow(() -> refused("vm " + request.vm() + " has no process any more"));
    DepartureRecord first =
        new DepartureRecord(
            request,
            Yielded.NO,
            new MigrationStatus(
                request.migration(),
                request.vm(),
                host,
                request.destination(),
                request.technique(),
                System.currentTimeMillis(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Bytes.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Optional.empty(),
                Optional.empty()));
    records.save(request.migration(), first);
    vms.become(vm, Role.SOURCE, Optional.of(request.migration()));
    Departure departure = departure(vm, first, Duration.ZERO, capacity);
    running.put(request.migration(), departure);
    departure.begin(process);
    request
        .listener()
        .domain()
        .ifPresent(domain -> xia.ifPresent(daemon -> depart(request, vm, domain, daemon)));
  }

  /**
   * While its memory is copied the VM signs where it will be; the destination gets that to keep.
   */
  private void depart(StartRequest request, HostedVm vm, String domain, XiaDaemon daemon) {
    PeerAgent destination = peer(request);
    Thread.ofVirtual()
        .name("depart " + request.migration())
        .start(() -> {
          Optional<String> signed = daemon.depart(vm.record().spec().mac(), domain);
          try {
            signed.ifPresent(statement ->
                destination.bring(request.migration(), new XiaRegistration(statement)));
          } catch (CallException e) {
            LOG.warn(
                "{}: its registration was not brought: {}", request.migration(), e.getMessage());
          }
        });
  }

  private Departure departure(
      HostedVm vm, DepartureRecord known, Duration elapsed, BitRate capacity) {
    String migration = known.request().migration();
    return new Departure(
        host,
        ownUrl,
        vm,
        vms,
        records,
        peer(known.request()),
        transports,
        timing,
        known,
        elapsed,
        capacity,
        egress,
        () -> egress.workload().plus(sentBesides(migration)));
  }

  /** {@return what all migrations but this one send} */
  private synchronized BitRate sentBesides(String migration) {
    return running.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(migration))
        .map(entry -> entry.getValue().throughput())
        .reduce(BitRate.ZERO, BitRate::plus);
  }

  private PeerAgent peer(StartRequest request) {
    return peers.connect(URI.create(request.destinationAgent()));
  }

  /** By the wall clock, as the earlier agent's own clock is gone. */
  private static Duration elapsed(DepartureRecord known) {
    return Duration.ofMillis(
        Math.max(0, System.currentTimeMillis() - known.status().startedAtMs()));
  }

  private synchronized boolean knows(String migration) {
    return running.containsKey(migration) || ended.containsKey(migration);
  }

  /**
   * {@return a migration under way or remembered}
   *
   * @throws CallException refused while it is about to start, not found when there is none
   */
  public synchronized MigrationStatus status(String migration) {
    tidy();
    Departure departure = running.get(migration);
    if (departure != null) {
      return departure.status();
    }
    MigrationStatus status = ended.get(migration);
    if (status == null && starting.contains(migration)) {
      throw refused("migration " + migration + " is about to start");
    }
    if (status == null) {
      throw new CallException(
          Kind.NOT_FOUND, "no migration '" + migration + "' started from host " + host);
    }
    return status;
  }

  /** {@return all migrations, those under way first, then the latest} */
  public synchronized List<MigrationStatus> all() {
    tidy();
    List<MigrationStatus> all = new ArrayList<>();
    running.values().forEach(departure -> all.add(departure.status()));
    all.addAll(List.copyOf(ended.values()).reversed());
    return all;
  }

  /** {@return whether any migration is under way} */
  public synchronized boolean busy() {
    tidy();
    return !running.isEmpty();
  }

  private void tidy() {
    for (Departure departure : List.copyOf(running.values())) {
      if (departure.finished()) {
        MigrationStatus status = departure.status();
        running.remove(status.migration());
        remember(status);
      }
    }
  }

  /** Changes a migration under way. */
  public void adjust(String migration, AdjustRequest request) {
    underWay(migration)
        .orElseThrow(() -> refused("migration " + migration + " has ended"))
        .adjust(request);
  }

  /** Asks a migration to stop; false when it has ended or its VM has been given away. */
  public boolean cancel(String migration) {
    return underWay(migration).map(Departure::cancel).orElse(false);
  }

  private synchronized Optional<Departure> underWay(String migration) {
    status(migration);
    return Optional.ofNullable(running.get(migration));
  }

  /** Stops to drive migrations; QEMU goes on, and so does a successor. */
  @Override
  public synchronized void close() {
    running.values().forEach(Departure::close);
  }

  private static CallException refused(String why) {
    return new CallException(Kind.REFUSED, why);
  }
}
