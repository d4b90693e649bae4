package dev.drover.simulate.scenario;

import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Timer;
import dev.drover.simulate.scenario.TrafficSpec.Load;
import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamListener;
import dev.drover.simulate.stream.TrafficKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Flows that come one after the other at random, each between hosts drawn for it. */
final class ArrivalSource extends Source {
  private final Load.Arrivals load;
  private final RandomGenerator random;
  private final Timer next;
  private final Map<Flow, Stream> running = new LinkedHashMap<>();
  private long deliveredByEnded;
  private int number;

  ArrivalSource(TrafficSpec spec, World world, Load.Arrivals load) {
    super(spec, world);
    this.load = load;
    random = world.seeds().generator("traffic/" + spec.name());
    next = new Timer(world.simulator(), this::arrive);
  }

  @Override
  void begin() {
    await();
  }

  @Override
  void end() {
    next.cancel();
  }

  private void await() {
    double seconds = random.nextExponential() / load.flowsPerSecond();
    next.set(world.simulator().now() + Math.round(seconds * SimTime.SECOND));
  }

  private void arrive() {
    String from;
    String to;
    do {
      from = spec.sources().get(random.nextInt(spec.sources().size()));
      to = spec.destinations().get(random.nextInt(spec.destinations().size()));
    } while (from.equals(to));
    flowStarted();
    String name = spec.name() + "-" + ++number;
    Flow flow = new Flow(world.simulator().now());
    Stream stream =
        world
            .network()
            .open(world.router().route(from, to, name), TrafficKind.WORKLOAD, name, flow);
    running.put(flow, stream);
    stream.write(load.size().draw(random));
    await();
  }

  @Override
  long delivered() {
    long sum = deliveredByEnded;
    for (Stream stream : running.values()) {
      sum += stream.delivered();
    }
    return sum;
  }

  private final class Flow implements StreamListener {
    private final long startedAt;

    Flow(long startedAt) {
      this.startedAt = startedAt;
    }

    @Override
    public void allAcknowledged(Stream stream) {
      flowEnded(world.simulator().now() - startedAt);
      deliveredByEnded += stream.delivered();
      stream.close();
      running.remove(this);
    }
  }
}
