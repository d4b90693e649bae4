package dev.drover.simulate.evacuation;

import dev.drover.decide.link.TenantLimits;
import dev.drover.model.Cluster;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.HostObservation;
import dev.drover.model.TrafficClass;
import dev.drover.model.VmObservation;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import dev.drover.simulate.kernel.Seeds;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.stream.StreamNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Hosts and VMs with their traffic under way, seen as agents and the observer see real ones. */
final class World {
  /** Until streams and smoothed rates are what they stay. */
  private static final Duration WARM_UP = Duration.ofSeconds(6);

  /** Over which dirty rate and working set are measured. */
  private static final Duration DIRTY_WINDOW = Duration.ofSeconds(1);

  private static final Duration WORKING_SET_WINDOW = Duration.ofSeconds(3);

  private final Scene scene;
  private final StreamNetwork network;
  private final Seeds seeds;
  private final WorldFigures figures;
  private final Agenda agenda;
  private final Meters meters;
  private final SortedMap<String, Guest> guests = new TreeMap<>();
  private final List<QemuMigration> migrations = new ArrayList<>();
  private final SortedMap<String, TrafficClass> classes = new TreeMap<>();
  private boolean closed;

  World(Scene scene, StreamNetwork network, WorldFigures figures, Seeds seeds) {
    this.scene = scene;
    this.network = network;
    this.seeds = seeds;
    this.figures = figures;
    this.agenda = new Agenda(network.simulator());
    this.meters = new Meters(SimTime.of(WARM_UP), scene.hosts(), figures.countedIn());
    for (GuestSpec spec : scene.guests()) {
      GuestWrites writes = new GuestWrites(spec, figures, seeds.seed(spec.name()));
      Guest guest = new Guest(spec, scene, network, writes);
      guests.put(spec.name(), guest);
      guest.serve(1);
    }
    agenda.every(
        Meters.INTERVAL,
        () -> {
          meters.read(agenda.now(), guests.values(), migrations);
          return !closed;
        });
    network.simulator().run(SimTime.of(WARM_UP));
  }

  Agenda agenda() {
    return agenda;
  }

  Meters meters() {
    return meters;
  }

  /** {@return how long the world has been seen before a run could begin} */
  Duration before() {
    return WARM_UP.minusSeconds(3);
  }

  /** {@return the time since the first moment after warming up} */
  Duration since(long time) {
    return SimTime.toDuration(time - SimTime.of(WARM_UP));
  }

  Guest guest(String name) {
    Guest guest = guests.get(name);
    if (guest == null) {
      throw new IllegalArgumentException("there is no vm " + name);
    }
    return guest;
  }

  /** {@return what the VMs of {@code host} want to send or receive, goodput} */
  BitRate wantedAt(String host, TrafficClass direction) {
    return guests.values().stream()
        .filter(guest -> guest.host().equals(host))
        .map(guest -> TenantLimits.inDirection(guest.spec().traffic().rates(), direction))
        .reduce(BitRate.ZERO, BitRate::plus);
  }

  /** Has the migrations of {@code plan} ready to start. */
  List<QemuMigration> prepare(EvacuationPlan plan) {
    plan.migrations()
        .forEach(planned -> {
          classes.put(planned.vm(), planned.traffic());
          migrations.add(
              new QemuMigration(
                  planned,
                  guest(planned.vm()),
                  scene,
                  network,
                  agenda,
                  figures,
                  this::lump,
                  seeds.generator("bandwidth of " + planned.vm())));
        });
    return List.copyOf(migrations);
  }

  private double lump() {
    boolean together = migrations.stream().filter(QemuMigration::isFree).count() > 1;
    return (together ? figures.lumpTogether() : figures.lumpAlone()).count();
  }

  /** Runs until {@code time} has passed, or {@link #stop} is called. */
  void run(Duration time) {
    network.simulator().run(agenda.now() + SimTime.of(time));
  }

  void stop() {
    network.simulator().stop();
  }

  /** Ends the readings. */
  void close() {
    closed = true;
  }

  Cluster observe() {
    List<HostObservation> hosts = new ArrayList<>();
    List<VmObservation> vms = new ArrayList<>();
    for (HostSpec host : scene.hosts()) {
      Bytes free = host.memory();
      for (GuestSpec spec : scene.guests()) {
        Guest guest = guest(spec.name());
        if (guest.host().equals(host.name())) {
          free = free.minusOrZero(spec.memory());
          vms.add(observe(guest));
        }
      }
      Meters.Load load = meters.load(host.name());
      hosts.add(
          new HostObservation(
              host.name(),
              host.memory(),
              free,
              scene.nic(host.name()).rate(),
              load.nic(),
              load.workload()));
    }
    return new Cluster(hosts, vms);
  }

  private VmObservation observe(Guest guest) {
    GuestSpec spec = guest.spec();
    GuestWrites writes = guest.writes();
    Bytes dirtied = writes.dirtiedIn(SimTime.of(DIRTY_WINDOW));
    return new VmObservation(
        spec.name(),
        guest.host(),
        spec.memory(),
        spec.resident(),
        spec.priority(),
        spec.sla(),
        meters.traffic(spec.name()),
        DirtyRate.ofBytesPerSecond(dirtied.count() * 1000 / DIRTY_WINDOW.toMillis()),
        writes.dirtiedIn(SimTime.of(WORKING_SET_WINDOW)).min(spec.memory()),
        Optional.ofNullable(classes.get(spec.name())));
  }
}
