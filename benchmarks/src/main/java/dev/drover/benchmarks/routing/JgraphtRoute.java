package dev.drover.benchmarks.routing;

import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Link;
import dev.drover.model.network.Topology.Node;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.shortestpath.BidirectionalDijkstraShortestPath;
import org.jgrapht.alg.shortestpath.DijkstraShortestPath;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.WeightedMultigraph;
import org.jspecify.annotations.Nullable;
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
 * The same question as {@link RouteChoice}'s to a library, JGraphT: the least weight between two
 * random edge switches of the same graph. A weight there is one number, so the links of an idle
 * network weigh 1 each. An operation is a route.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 2)
public class JgraphtRoute {
  @Param({"IDLE", "LOADED"})
  SwitchGraph.State network = SwitchGraph.State.IDLE;

  private final WeightedMultigraph<String, DefaultWeightedEdge> graph =
      new WeightedMultigraph<>(DefaultWeightedEdge.class);
  private List<SwitchGraph.Pair> pairs = List.of();
  private int next;

  @Setup(Level.Trial)
  public void build() {
    Topology topology = SwitchGraph.topology();
    long[] weights = SwitchGraph.weights(topology);
    topology.nodes().stream().map(Node::name).forEach(graph::addVertex);
    for (int i = 0; i < weights.length; i++) {
      Link link = topology.links().get(i);
      DefaultWeightedEdge edge = graph.addEdge(link.left(), link.right());
      graph.setEdgeWeight(edge, network == SwitchGraph.State.LOADED ? (double) weights[i] : 1.0);
    }
    pairs = SwitchGraph.pairs(topology);
  }

  private SwitchGraph.Pair pair() {
    return pairs.get(next++ % pairs.size());
  }

  @Benchmark
  public @Nullable GraphPath<String, DefaultWeightedEdge> dijkstra() {
    SwitchGraph.Pair pair = pair();
    return new DijkstraShortestPath<>(graph).getPath(pair.source(), pair.destination());
  }

  @Benchmark
  public @Nullable GraphPath<String, DefaultWeightedEdge> bidirectional() {
    SwitchGraph.Pair pair = pair();
    return new BidirectionalDijkstraShortestPath<>(graph)
        .getPath(pair.source(), pair.destination());
  }
}
