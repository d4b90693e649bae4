package dev.drover.agent.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.agent.api.EdgeAgent;
import dev.drover.agent.api.EdgeAgent.Answer;
import dev.drover.agent.api.EdgeAgent.Claim;
import dev.drover.agent.api.EdgeConfig;
import dev.drover.agent.api.Mapping;
import dev.drover.calls.CallException;
import dev.drover.calls.CallException.Kind;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two edges, of routers {@code r1} with host {@code a} and {@code r2} with host {@code b}. */
final class EdgeTest {
  private static final String VM = "10.77.1.101";
  private static final String MAC = "52:54:00:77:01:01";

  @TempDir Path directory;
  private final Map<String, Edge> edges = new ConcurrentHashMap<>();
  private final BlockingQueue<String> routes = new LinkedBlockingQueue<>();
  private volatile boolean reachable = true;

  @AfterEach
  void close() {
    edges.values().forEach(Edge::close);
  }

  @Test
  void announce_onTheNewRouter_routesThereFirstAndThenOnTheOther() {
    startBoth();
    edge("r1").announce(claim(1, "a"));
    clear();

    Answer answer = edge("r2").announce(claim(2, "b"));

    assertThat(answer).isEqualTo(new Answer(true, new Mapping(VM, MAC, 2, "r2", "b")));
    assertThat(routes)
        .containsExactly(
            "r2: neigh replace 10.77.1.101 lladdr 52:54:00:77:01:01 dev p-b nud permanent",
            "r2: route replace 10.77.1.101/32 dev p-b src 10.77.0.2 metric 100",
            "r1: route replace 10.77.1.101/32 via 10.77.0.2 dev p-r2 onlink src 10.77.0.1"
                + " metric 100");
  }

  @Test
  void prepare_beforeTheMove_changesNoRouteThatCounts() {
    startBoth();
    edge("r1").announce(claim(1, "a"));
    clear();

    edge("r2").prepare(claim(1, "b"));

    assertThat(routes)
        .containsExactly(
            "r2: neigh replace 10.77.1.101 lladdr 52:54:00:77:01:01 dev p-b nud permanent",
            "r2: route replace 10.77.1.101/32 dev p-b src 10.77.0.2 metric 2000");
    assertThat(edge("r2").mapping(VM).host()).isEqualTo("a");
  }

  @Test
  void announce_staleSequence_isRefusedWithoutARoute() {
    startBoth();
    edge("r2").announce(claim(5, "b"));
    clear();

    for (long sequence : List.of(4L, 5L)) {
      assertThat(edge("r1").announce(claim(sequence, "a")))
          .isEqualTo(new Answer(false, new Mapping(VM, MAC, 5, "r2", "b")));
    }
    assertThat(routes).isEmpty();
  }

  /** Two routers that each heard of another place by the same number: the owner has to outbid. */
  @Test
  void announce_otherEdgeHasTheSameNumberElsewhere_isNotAccepted() {
    startBoth();
    edge("r1").learn(new Mapping(VM, MAC, 3, "r1", "a"));

    assertThat(edge("r2").announce(claim(3, "b")))
        .isEqualTo(new Answer(false, new Mapping(VM, MAC, 3, "r1", "a")));

    assertThat(edge("r2").announce(claim(4, "b")).accepted()).isTrue();
    assertThat(edge("r1").mapping(VM)).isEqualTo(new Mapping(VM, MAC, 4, "r2", "b"));
  }

  @Test
  void start_afterARestart_readsBackAndRoutesAnew() {
    startBoth();
    edge("r1").announce(claim(6, "a"));
    edge("r1").close();
    clear();

    start("r1");

    assertThat(edge("r1").mappings()).containsExactly(new Mapping(VM, MAC, 6, "r1", "a"));
    assertThat(routes)
        .contains("r1: route replace 10.77.1.101/32 dev p-a src 10.77.0.1 metric 100");
    assertThat(edge("r1").learn(new Mapping(VM, MAC, 6, "r2", "b")).accepted()).isFalse();
  }

  @Test
  void start_otherEdgeMovedMeanwhile_asksItAndFollows() throws Exception {
    startBoth();
    edge("r1").announce(claim(1, "a"));
    edge("r1").close();
    reachable = false;
    assertThat(edge("r2").announce(claim(2, "b")).accepted()).isTrue();
    reachable = true;

    clear();
    start("r1");

    String last = "none";
    while (!last.startsWith("r1: route replace 10.77.1.101/32 via 10.77.0.2")) {
      last = routes.take();
    }
    assertThat(edge("r1").mapping(VM).host()).isEqualTo("b");
  }

  @Test
  void claim_ofAHostElsewhere_isRefused() {
    startBoth();

    assertThatThrownBy(() -> edge("r1").announce(claim(1, "b")))
        .isInstanceOf(CallException.class)
        .hasMessage("host 'b' is behind no port of router 'r1'");
    assertThatThrownBy(() -> edge("r1").mapping(VM)).hasMessageContaining("'" + VM + "'");
  }

  private void startBoth() {
    start("r1");
    start("r2");
  }

  private void clear() {
    routes.clear();
  }

  private Edge edge(String router) {
    return Objects.requireNonNull(edges.get(router), router);
  }

  private void start(String router) {
    boolean first = router.equals("r1");
    String other = first ? "r2" : "r1";
    Edge edge =
        new Edge(
            new EdgeConfig(
                router,
                directory.resolve(router),
                "127.0.0.1:0",
                first ? "10.77.0.1" : "10.77.0.2",
                first ? Map.of("a", "p-a") : Map.of("b", "p-b"),
                List.of(
                    new EdgeConfig.Peer(
                        other,
                        URI.create("http://" + other),
                        first ? "10.77.0.2" : "10.77.0.1",
                        "p-" + other)),
                Optional.empty()),
            lines -> lines.forEach(line -> routes.add(router + ": " + line)),
            url -> new Way(url.getHost()),
            () -> Duration.ZERO);
    edges.put(router, edge);
    edge.start();
  }

  private static Claim claim(long sequence, String host) {
    return new Claim(VM, MAC, sequence, host);
  }

  /** To another edge, as long as it is reachable. */
  private final class Way implements EdgeAgent {
    private final String router;

    Way(String router) {
      this.router = router;
    }

    private Edge edge() {
      Edge edge = edges.get(router);
      if (edge == null || !reachable) {
        throw new CallException(Kind.UNREACHABLE, router + " does not answer");
      }
      return edge;
    }

    @Override
    public void prepare(Claim claim) {
      edge().prepare(claim);
    }

    @Override
    public Answer announce(Claim claim) {
      return edge().announce(claim);
    }

    @Override
    public Answer learn(Mapping mapping) {
      return edge().learn(mapping);
    }

    @Override
    public List<Mapping> mappings() {
      return edge().mappings();
    }

    @Override
    public Mapping mapping(String address) {
      return edge().mapping(address);
    }
  }
}
