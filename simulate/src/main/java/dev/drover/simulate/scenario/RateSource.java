package dev.drover.simulate.scenario;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.simulate.scenario.TrafficSpec.Transport;
import java.util.ArrayList;
import java.util.List;

/** Sends at one rate from every source to its destination. */
class RateSource extends Source {
  private final BitRate rate;
  private final Transport transport;
  private final Bytes datagram;
  private final List<RateFlow> flows = new ArrayList<>();

  RateSource(TrafficSpec spec, World world, BitRate rate, Transport transport, Bytes datagram) {
    super(spec, world);
    this.rate = rate;
    this.transport = transport;
    this.datagram = datagram;
  }

  @Override
  void begin() {
    for (int i = 0; i < spec.sources().size(); i++) {
      flowStarted();
      RateFlow flow =
          RateFlow.open(
              world,
              spec.sources().get(i),
              spec.destinations().get(i),
              spec.name() + "-" + (i + 1),
              transport,
              (int) datagram.count());
      flows.add(flow);
      flowBegins(i);
    }
  }

  /** Flow {@code i} is there and silent. */
  void flowBegins(int i) {
    send(i);
  }

  final void send(int i) {
    flows.get(i).rate(rate.bitsPerSecond());
  }

  final void pause(int i) {
    flows.get(i).rate(0);
  }

  @Override
  void end() {
    flows.forEach(flow -> flow.rate(0));
  }

  @Override
  final long delivered() {
    long sum = 0;
    for (RateFlow flow : flows) {
      sum += flow.delivered();
    }
    return sum;
  }
}
