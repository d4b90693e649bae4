package dev.drover.agent;

import dev.drover.agent.api.AdjustRequest;
import dev.drover.agent.api.AgentConfig;
import dev.drover.agent.api.DirtyReport;
import dev.drover.agent.api.HostStatus;
import dev.drover.agent.api.HttpAgentClient.Connector;
import dev.drover.agent.api.IncomingStatus;
import dev.drover.agent.api.MigrationStatus;
import dev.drover.agent.api.PeerAgent;
import dev.drover.agent.api.PlacementConfig;
import dev.drover.agent.api.PrepareReply;
import dev.drover.agent.api.PrepareRequest;
import dev.drover.agent.api.Sample;
import dev.drover.agent.api.StartRequest;
import dev.drover.agent.api.VmSpec;
import dev.drover.agent.api.VmStatus;
import dev.drover.agent.api.VmStatus.Role;
import dev.drover.agent.flow.FlowPoller;
import dev.drover.agent.migration.Arrivals;
import dev.drover.agent.migration.Departures;
import dev.drover.agent.migration.Egress;
import dev.drover.agent.migration.OwnedVms;
import dev.drover.agent.migration.Timing;
import dev.drover.agent.migration.Transports;
import dev.drover.agent.net.HostNetwork;
import dev.drover.agent.relay.Relays;
import dev.drover.agent.token.Mover;
import dev.drover.agent.transport.StreamTransport;
import dev.drover.agent.vm.Accelerator;
import dev.drover.agent.vm.HostedVm;
import dev.drover.agent.vm.VmPlaces;
import dev.drover.agent.vm.VmRegistry;
import dev.drover.agent.xia.XiaDaemon;
import dev.drover.agent.xia.XiaTransport;
import dev.drover.calls.CallException;
import dev.drover.calls.CallException.Kind;
import dev.drover.hypervisor.Hypervisor;
import dev.drover.hypervisor.HypervisorException;
import dev.drover.hypervisor.Vm;
import dev.drover.hypervisor.VmState;
import dev.drover.model.Reservation;
import dev.drover.model.TransferOptions;
import dev.drover.model.Transport;
import dev.drover.xia.migration.Profile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One host's agent: what {@link PeerAgent} promises, without the network in between. */
public final class Agent implements PeerAgent, AutoCloseable {
  private final AgentConfig config;
  private final String hypervisorName;
  private final HostNetwork network;
  private final VmRegistry vms;
  private final Transports transports;
  private final Departures departures;
  private final Arrivals arrivals;
  private final Reservations reservations;

  /**
   * Makes an agent that does nothing yet.
   *
   * @param hypervisorName such as {@code QEMU 7.2.22 (tcg)}
   * @param places is told where the VMs of this host are
   * @param peers how other agents are reached
   */
  public Agent(
      AgentConfig config,
      Hypervisor hypervisor,
      String hypervisorName,
      Accelerator accelerator,
      HostNetwork network,
      VmPlaces places,
      Connector peers,
      Timing timing) {
    this.config = config;
    this.hypervisorName = hypervisorName;
    this.network = network;
    this.vms =
        new VmRegistry(
            config.directory(), config.memory(), accelerator, hypervisor, network, places);
    Optional<XiaDaemon> xia = config.xia().map(access -> new XiaDaemon(access.control()));
    this.transports = transports(config, xia);
    this.departures =
        new Departures(
            config.host(),
            url(config),
            config.directory(),
            vms,
            peers,
            transports,
            xia,
            new Egress(
                config.nic().rate(), () -> network.workloadLoad().out(), network::migrationsApart),
            timing);
    this.arrivals =
        new Arrivals(config.dataAddress(), config.directory(), vms, peers, transports, xia, timing);
    this.reservations =
        new Reservations(config.directory(), network, () -> departures.busy() || arrivals.busy());
  }

  private static Transports transports(AgentConfig config, Optional<XiaDaemon> xia) {
    Map<Transport, StreamTransport> all = new EnumMap<>(Transport.class);
    all.put(Transport.RELAY, new Relays(config.directory().resolve("relay")));
    xia.ifPresent(daemon -> {
      Path sockets = config.directory().resolve("xia");
      all.put(Transport.XIA_PAPER, new XiaTransport(daemon, sockets, Profile.PAPER));
      all.put(Transport.XIA_FAST, new XiaTransport(daemon, sockets, Profile.FAST));
    });
    return new Transports(config.host(), all);
  }

  private static String url(AgentConfig config) {
    return (config.tls().isPresent() ? "https://" : "http://") + config.listen();
  }

  /** Adopts what an earlier agent of this host left, and goes on with it. */
  public void start() {
    vms.adopt();
    arrivals.recover();
    departures.recover();
    OwnedVms.makeRun(vms);
    reservations.recover();
  }

  /**
   * Has this host take part in S-CORE, from now on.
   *
   * @param flows the traffic of its VMs
   * @param mover moves them
   */
  public Placement place(PlacementConfig placement, FlowPoller flows, Mover mover) {
    return new Placement(
        placement, config.host(), config.directory(), config.tls(), vms, flows, mover);
  }

  @Override
  public HostStatus status() {
    return new HostStatus(
        config.host(),
        config.dataAddress(),
        config.memory(),
        vms.free(),
        config.nic().rate(),
        network.nicLoad(),
        network.workloadLoad(),
        hypervisorName,
        vms.all().stream().map(vms::status).toList());
  }

  @Override
  public VmStatus startVm(VmSpec vm) {
    Optional<HostedVm> present = vms.find(vm.name());
    if (present.isPresent()
        && present.get().record().role() == Role.OWNER
        && present.get().record().spec().equals(vm)
        && present.get().state() == VmState.RUNNING) {
      return vms.status(present.get());
    }
    return vms.status(vms.launch(vm, Role.OWNER, Optional.empty()));
  }

  @Override
  public void stopVm(String vm) {
    HostedVm hosted = vms.get(vm);
    if (hosted.record().role() != Role.OWNER) {
      throw new CallException(
          Kind.REFUSED,
          "vm %s takes part in migration %s; cancel that first"
              .formatted(vm, hosted.record().migration().orElse("of no id")));
    }
    vms.remove(vm);
  }

  @Override
  public DirtyReport measureDirtyRate(String vm, Duration window) {
    HostedVm hosted = vms.get(vm);
    Vm process =
        hosted
            .process()
            .filter(Vm::alive)
            .orElseThrow(
                () -> new CallException(Kind.REFUSED, "vm " + vm + " has no process any more"));
    try {
      return hosted.measure(process, window);
    } catch (HypervisorException e) {
      throw new CallException(
          Kind.REFUSED, "vm " + vm + ": dirty rate not measured: " + e.getMessage(), e);
    }
  }

  @Override
  public PrepareReply prepare(PrepareRequest request) {
    return arrivals.prepare(request);
  }

  @Override
  public void abandon(String migration, String vm) {
    arrivals.abandon(migration);
  }

  @Override
  public VmStatus takeOver(String migration, String vm) {
    return arrivals.takeOver(migration);
  }

  @Override
  public PrepareReply listenAgain(String migration, String vm) {
    return arrivals.listenAgain(migration);
  }

  @Override
  public IncomingStatus hello(String migration, SourceHello hello) {
    return arrivals.hello(migration, hello);
  }

  @Override
  public void bring(String migration, XiaRegistration registration) {
    arrivals.bring(migration, registration.statement());
  }

  @Override
  public void done(String migration) {
    arrivals.done(migration);
  }

  @Override
  public void ready(TransferOptions transfer) {
    transports.get(transfer.transport()).ifPresent(StreamTransport::start);
  }

  @Override
  public void start(StartRequest request) {
    departures.start(request);
  }

  @Override
  public MigrationStatus migration(String migration) {
    return departures.status(migration);
  }

  @Override
  public List<MigrationStatus> migrations() {
    return departures.all();
  }

  @Override
  public void adjust(String migration, AdjustRequest request) {
    try {
      departures.adjust(migration, request);
    } catch (HypervisorException e) {
      throw new CallException(
          Kind.REFUSED, "migration " + migration + " not changed: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean cancel(String migration) {
    return departures.cancel(migration);
  }

  @Override
  public void reserve(Reservation reservation) {
    if (!reservation.host().equals(config.host())) {
      throw new CallException(
          Kind.REFUSED,
          "reservation is for host %s, this is %s".formatted(reservation.host(), config.host()));
    }
    reservations.reserve(reservation);
  }

  @Override
  public void release() {
    reservations.release();
  }

  @Override
  public List<Sample> samples(long sinceMs) {
    return network.samples(sinceMs);
  }

  /** Ends this agent's threads. VMs, migrations and queues go on; a successor adopts them. */
  @Override
  public void close() {
    departures.close();
    arrivals.close();
    reservations.close();
    vms.disconnect();
  }
}
