package dev.drover.simulate.evacuation;

import dev.drover.model.unit.BitRate;
import dev.drover.simulate.memory.GuestMemory;
import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamListener;
import dev.drover.simulate.stream.StreamNetwork;
import dev.drover.simulate.stream.TrafficKind;
import java.util.Optional;

/**
 * A VM: at one host, running or paused, with the streams to and from its client while it serves
 * them.
 */
final class Guest {
  /** More than is ever sent: a tenant's rate is what bounds it. */
  private static final long ENDLESS = 1L << 50;

  private static final StreamListener NOBODY = new StreamListener() {};

  private final GuestSpec spec;
  private final Scene scene;
  private final StreamNetwork network;
  private final GuestWrites writes;
  private final GuestMemory memory;
  private String host;
  private Optional<Stream> in = Optional.empty();
  private Optional<Stream> out = Optional.empty();
  private long inBefore;
  private long outBefore;

  Guest(GuestSpec spec, Scene scene, StreamNetwork network, GuestWrites writes) {
    this.spec = spec;
    this.scene = scene;
    this.network = network;
    this.writes = writes;
    this.memory = new GuestMemory(writes);
    this.host = spec.host();
  }

  GuestSpec spec() {
    return spec;
  }

  GuestWrites writes() {
    return writes;
  }

  GuestMemory memory() {
    return memory;
  }

  /** {@return the host where it runs, or ran last} */
  String host() {
    return host;
  }

  boolean running() {
    return memory.running();
  }

  /** It stands, and neither sends nor receives. */
  void pause() {
    if (!running()) {
      throw new IllegalStateException("vm " + spec.name() + " does not run");
    }
    memory.pause(network.simulator().now());
    silence();
  }

  /** It runs at {@code at}; its clients hear nothing of it before {@link #serve}. */
  void resume(String at) {
    if (running()) {
      throw new IllegalStateException("vm " + spec.name() + " runs on " + host + " already");
    }
    host = at;
    memory.resume(network.simulator().now());
  }

  /**
   * Its clients reach it where it is.
   *
   * @param part of its traffic that it manages
   */
  void serve(double part) {
    silence();
    String client = spec.traffic().client();
    in = open(client, host, spec.traffic().rates().in().times(part));
    out = open(host, client, spec.traffic().rates().out().times(part));
  }

  private Optional<Stream> open(String from, String to, BitRate rate) {
    if (rate.bitsPerSecond() == 0) {
      return Optional.empty();
    }
    Stream stream = network.open(scene.route(from, to), TrafficKind.WORKLOAD, spec.name(), NOBODY);
    stream.limit(rate.bitsPerSecond());
    stream.write(ENDLESS);
    return Optional.of(stream);
  }

  private void silence() {
    inBefore = in();
    outBefore = out();
    in.ifPresent(Stream::close);
    out.ifPresent(Stream::close);
    in = Optional.empty();
    out = Optional.empty();
  }

  /** {@return bytes received so far} */
  long in() {
    return inBefore + in.map(Stream::delivered).orElse(0L);
  }

  /** {@return bytes sent so far that have arrived} */
  long out() {
    return outBefore + out.map(Stream::delivered).orElse(0L);
  }

  /** {@return bytes moved so far in the main direction} */
  long moved() {
    return switch (spec.traffic().main()) {
      case OUTGOING -> out();
      case INCOMING -> in();
      case MIXED, IDLE -> in() + out();
    };
  }
}
