package dev.drover.simulate.scenario;

import dev.drover.model.network.Route;
import dev.drover.model.unit.Bytes;
import dev.drover.simulate.scenario.TrafficSpec.Load;
import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamListener;
import dev.drover.simulate.stream.TrafficKind;
import java.util.ArrayList;
import java.util.List;

/** Sends as fast as TCP does, a given amount or without end. */
final class BulkSource extends Source {
  private final Load.Bulk load;
  private final List<Stream> streams = new ArrayList<>();

  BulkSource(TrafficSpec spec, World world, Load.Bulk load) {
    super(spec, world);
    this.load = load;
  }

  @Override
  void begin() {
    long now = world.simulator().now();
    for (int i = 0; i < spec.sources().size(); i++) {
      flowStarted();
      String name = spec.name() + "-" + (i + 1);
      Route route = world.router().route(spec.sources().get(i), spec.destinations().get(i), name);
      Stream stream =
          world
              .network()
              .open(
                  route,
                  TrafficKind.WORKLOAD,
                  name,
                  new StreamListener() {
                    @Override
                    public void allAcknowledged(Stream stream) {
                      flowEnded(world.simulator().now() - now);
                    }
                  });
      load.limit().ifPresent(limit -> stream.limit(limit.bitsPerSecond()));
      stream.write(load.size().map(Bytes::count).orElse(RateFlow.ENDLESS));
      streams.add(stream);
    }
  }

  @Override
  void end() {
    streams.forEach(stream -> stream.limit(0));
  }

  @Override
  long delivered() {
    long sum = 0;
    for (Stream stream : streams) {
      sum += stream.delivered();
    }
    return sum;
  }
}
