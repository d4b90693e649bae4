package dev.drover.simulate.scenario;

import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Timer;
import dev.drover.simulate.scenario.TrafficSpec.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Sends and is silent by turns, each flow by throws of its own. */
final class OnOffSource extends RateSource {
  private final Load.OnOff load;
  private final List<Turns> turns = new ArrayList<>();

  OnOffSource(TrafficSpec spec, World world, Load.OnOff load) {
    super(spec, world, load.rate(), load.transport(), load.datagram());
    this.load = load;
  }

  @Override
  void flowBegins(int i) {
    Turns turn = new Turns(i);
    turns.add(turn);
    turn.next();
  }

  @Override
  void end() {
    turns.forEach(turn -> turn.timer.cancel());
    super.end();
  }

  private final class Turns {
    private final int flow;
    private final RandomGenerator random;
    private final Timer timer;
    private boolean on;

    Turns(int flow) {
      this.flow = flow;
      random = world.seeds().generator("traffic/" + spec.name() + "/" + flow);
      timer = new Timer(world.simulator(), this::next);
    }

    void next() {
      on = !on;
      if (on) {
        send(flow);
      } else {
        pause(flow);
      }
      timer.set(world.simulator().now() + time(on ? load.on() : load.off()));
    }

    private long time(Duration mean) {
      long time = SimTime.of(mean);
      return load.exponential() ? Math.round(random.nextExponential() * time) : time;
    }
  }
}
