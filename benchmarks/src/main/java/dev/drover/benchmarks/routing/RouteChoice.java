package dev.drover.benchmarks.routing;

import dev.drover.decide.routing.RouteDecider;
import dev.drover.decide.routing.RouteDeciders;
import dev.drover.decide.routing.RouteDecision;
import dev.drover.decide.routing.RoutingView;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The route of a new flow between two random edge switches of a 48-ary fat tree ({@link
 * SwitchGraph}). An operation is a route, in {@code chosen}; in {@code chosenAndTaken} also the
 * view for the next flow.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 2)
public class RouteChoice {
  @Param({"d-r", "d-r-shortest", "static", "ecmp"})
  String decider = "";

  @Param SwitchGraph.State network = SwitchGraph.State.IDLE;

  private final RouteDecider[] named = new RouteDecider[1];
  private final RoutingView[] view = new RoutingView[1];
  private List<SwitchGraph.Pair> pairs = List.of();
  private int next;

  @Setup(Level.Trial)
  public void build() {
    named[0] = RouteDeciders.named(decider);
    view[0] = SwitchGraph.view(network);
    pairs = SwitchGraph.pairs(view[0].topology());
  }

  private RouteDecision choose() {
    SwitchGraph.Pair pair = pairs.get(next++ % pairs.size());
    return named[0].route(view[0], pair.source(), pair.destination(), next);
  }

  @Benchmark
  public RouteDecision chosen() {
    return choose();
  }

  @Benchmark
  public Object chosenAndTaken() {
    return switch (choose()) {
      case RouteDecision.Routed(var route) -> view[0].taking(route);
      case RouteDecision.Unreachable there -> there;
    };
  }
}
