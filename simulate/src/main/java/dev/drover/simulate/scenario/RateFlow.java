package dev.drover.simulate.scenario;

import dev.drover.model.network.Route;
import dev.drover.simulate.packet.DatagramSource;
import dev.drover.simulate.packet.PacketNetwork;
import dev.drover.simulate.scenario.TrafficSpec.Transport;
import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamListener;
import dev.drover.simulate.stream.TrafficKind;

/** A flow whose rate its application sets. */
sealed interface RateFlow {
  /** More than is ever sent; what a stream without end is written at once. */
  long ENDLESS = 1L << 50;

  /** Sends so many payload bits a second from now on; 0 to be silent. */
  void rate(long bitsPerSecond);

  /** {@return payload bytes that have arrived} */
  long delivered();

  /** A silent flow. A fluid network has no datagrams: there it is a stream that yields. */
  static RateFlow open(
      World world, String from, String to, String name, Transport transport, int datagram) {
    Route route = world.router().route(from, to, name);
    if (transport == Transport.UDP && world.packets().isPresent()) {
      PacketNetwork packets = world.packets().get();
      return new Datagrams(packets.datagrams(route, TrafficKind.WORKLOAD, name, datagram));
    }
    Stream stream =
        world.network().open(route, TrafficKind.WORKLOAD, name, new StreamListener() {});
    stream.limit(0);
    stream.write(ENDLESS);
    return new Limited(stream);
  }

  /** UDP. */
  record Datagrams(DatagramSource source) implements RateFlow {
    @Override
    public void rate(long bitsPerSecond) {
      source.rate(bitsPerSecond);
    }

    @Override
    public long delivered() {
      return source.arrived();
    }
  }

  /** TCP, or a fluid stream, of an application that always has data and holds it back. */
  record Limited(Stream stream) implements RateFlow {
    @Override
    public void rate(long bitsPerSecond) {
      stream.limit(bitsPerSecond);
    }

    @Override
    public long delivered() {
      return stream.delivered();
    }
  }
}
