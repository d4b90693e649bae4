package dev.drover.agent.net;

import dev.drover.agent.api.AgentConfig;
import dev.drover.agent.api.Sample;
import dev.drover.model.Reservation;
import dev.drover.model.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The network of a Linux host: one NIC and one bridge, which exist already, and the taps; where it
 * is so configured an Open vSwitch for these, which exists already too.
 */
public final class LinuxNetwork implements HostNetwork, AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(200);

  /** Over which loads are smoothed: the plan must not follow single bursts. */
  private static final Duration WINDOW = Duration.ofSeconds(2);

  /** The largest packet that this host's own connections hand down unsegmented, in bytes. */
  static final int SEGMENTED = 16 << 10;

  private final Interfaces interfaces;
  private final Optional<VmSwitch> vmSwitch;
  private final Optional<Catch> catching;
  private final Taps taps;
  private final Nic nic;
  private final TrafficMeter meter;
  private final Thread sampler;
  private volatile List<VmPort> ports = List.of();

  private LinuxNetwork(AgentConfig config, Shell shell, Interfaces interfaces) {
    this.interfaces = interfaces;
    this.vmSwitch =
        config
            .nic()
            .openVSwitch()
            .map(settings -> new VmSwitch(shell, settings, config.nic().bridge()));
    this.catching = config.placement().map(placement -> new Catch(shell, config, placement));
    this.taps = new Taps(shell, interfaces, config.nic().bridge(), vmSwitch);
    this.nic = new Nic(shell, config.nic(), config.dataAddress());
    this.meter = new TrafficMeter(config.nic().device(), config.nic().bridge(), WINDOW);
    this.sampler = Thread.ofPlatform().daemon().name("traffic-sampler").unstarted(this::sample);
  }

  /**
   * Takes over the NIC of this process's network namespace and starts to measure.
   *
   * @throws IllegalArgumentException with one line when the NIC or the bridge does not exist
   * @throws NetworkException when the NIC cannot be set up, for example without permission
   */
  public static LinuxNetwork open(AgentConfig config) {
    return open(config, new Shell(List.of()), Interfaces.OWN);
  }

  static LinuxNetwork open(AgentConfig config, Shell shell, Interfaces interfaces) {
    var present = interfaces.read();
    for (String name : List.of(config.nic().device(), config.nic().bridge())) {
      if (!present.containsKey(name)) {
        throw new IllegalArgumentException(
            "nic: there is no interface '" + name + "' here; the NIC and its bridge must exist");
      }
    }
    LinuxNetwork network = new LinuxNetwork(config, shell, interfaces);
    shell.ip(List.of("link set dev " + config.nic().bridge() + " gso_max_size " + SEGMENTED));
    network.nic.open();
    network.countPairs();
    network.catching.ifPresentOrElse(Catch::open, () -> Catch.forget(shell));
    network.sampler.start();
    return network;
  }

  private void sample() {
    try {
      long due = System.nanoTime();
      while (true) {
        meter.take(interfaces.read(), ports, System.nanoTime(), System.currentTimeMillis());
        due = Math.max(due + INTERVAL.toNanos(), System.nanoTime());
        Thread.sleep(Duration.ofNanos(due - System.nanoTime()));
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  @Override
  public String attach(String vm) {
    return taps.attach(vm);
  }

  @Override
  public String tapOf(String vm) {
    return Taps.nameFor(vm);
  }

  @Override
  public boolean wholeFrames() {
    return vmSwitch.isPresent();
  }

  @Override
  public void countPairs() {
    vmSwitch.ifPresent(VmSwitch::open);
  }

  @Override
  public void detach(String tap) {
    taps.detach(tap);
  }

  @Override
  public void know(List<VmPort> known) {
    ports = List.copyOf(known);
    nic.know(known);
  }

  @Override
  public void own(Set<String> addresses) {
    catching.ifPresent(present -> present.own(addresses));
  }

  @Override
  public void reserve(Reservation reservation) {
    nic.reserve(reservation);
  }

  @Override
  public void migrationsApart(boolean wanted) {
    nic.migrationsApart(wanted);
  }

  @Override
  public void release() {
    nic.release();
  }

  @Override
  public Traffic nicLoad() {
    return meter.mean(Sample::nic);
  }

  @Override
  public Traffic workloadLoad() {
    return meter.mean(sample -> sample.nic().minusOrZero(sample.migration()));
  }

  @Override
  public Traffic load(String vm) {
    return meter.mean(sample -> sample.vms().getOrDefault(vm, Traffic.NONE));
  }

  @Override
  public List<Sample> samples(long sinceMs) {
    return meter.since(sinceMs);
  }

  /** Stops to measure; queues and taps stay, as VMs go on without the agent. */
  @Override
  public void close() {
    sampler.interrupt();
  }
}
