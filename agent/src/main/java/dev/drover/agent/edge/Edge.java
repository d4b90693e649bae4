package dev.drover.agent.edge;

import dev.drover.agent.api.EdgeAgent;
import dev.drover.agent.api.EdgeConfig;
import dev.drover.agent.api.HttpEdgeClient.Connector;
import dev.drover.agent.api.Mapping;
import dev.drover.agent.edge.Mappings.Verdict;
import dev.drover.agent.vm.DurableRecords;
import dev.drover.calls.CallException;
import dev.drover.calls.CallException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One router's edge agent, without the network in between.
 *
 * <p>A host tells its own router alone, and that router tells the others: hosts need not know how
 * many there are, and what one router has accepted reaches all in time, as each asks all others for
 * what they know every {@link #PERIOD}, also one that was down meanwhile. It costs one call more on
 * the way, about a millisecond. The VM's new router routes first, so that nothing goes in circles.
 */
public final class Edge implements EdgeAgent, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Edge.class);

  /** Also keeps the connections to the other edges open, so that a move does not wait for them. */
  private static final Duration PERIOD = Duration.ofSeconds(2);

  private final EdgeConfig config;
  private final Routes routes;
  private final Consumer<List<String>> ip;
  private final Supplier<Duration> clock;
  private final DurableRecords<Mapping> records;
  private final Mappings mappings = new Mappings();
  private final Map<String, EdgeAgent> peers = new LinkedHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Does nothing yet.
   *
   * @param ip runs command lines of {@code ip} in the router's network namespace, in their order
   * @param clock time since any fixed moment, never going back
   */
  public Edge(
      EdgeConfig config, Consumer<List<String>> ip, Connector connector, Supplier<Duration> clock) {
    this.config = config;
    this.routes = new Routes(config);
    this.ip = ip;
    this.clock = clock;
    this.records = new DurableRecords<>(config.directory().resolve("mappings"), Mapping.class);
    config.peers().forEach(peer -> peers.put(peer.router(), connector.connect(peer.agent())));
  }

  /** Goes on with what an earlier agent of this router knew, and asks the others what it missed. */
  public synchronized void start() {
    List<String> script = new ArrayList<>();
    for (Mapping mapping : records.load().values()) {
      mappings.restore(mapping);
      script.addAll(routes.of(mapping));
    }
    if (!script.isEmpty()) {
      ip.accept(script);
      LOG.info("{} VMs are known from before", mappings.all().size());
    }
    peers.forEach((name, peer) -> threads.execute(() -> follow(name, peer)));
  }

  private void follow(String name, EdgeAgent peer) {
    boolean silent = false;
    try {
      while (true) {
        try {
          peer.mappings().forEach(this::learn);
          silent = false;
        } catch (CallException e) {
          if (!silent) {
            LOG.warn("edge {} is not heard: {}", name, e.getMessage());
          }
          silent = true;
        }
        Thread.sleep(PERIOD);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  @Override
  public synchronized void prepare(Claim claim) {
    ip.accept(known(() -> routes.ahead(claim.at(config.router()))));
  }

  @Override
  public Answer announce(Claim claim) {
    Mapping mapping = known(() -> claim.at(config.router()));
    List<Future<Optional<Answer>>> told = new ArrayList<>();
    Answer own = learn(mapping, () -> told.addAll(tell(mapping)));
    return own.accepted() ? against(told).orElse(own) : own;
  }

  @Override
  public Answer learn(Mapping mapping) {
    return learn(mapping, () -> {});
  }

  /**
   * Believes or refuses.
   *
   * @param routed runs as soon as the router goes by it, before it is written down: others wait
   */
  private synchronized Answer learn(Mapping mapping, Runnable routed) {
    List<String> script = known(() -> routes.of(mapping));
    return switch (mappings.offer(mapping, clock.get())) {
      case Verdict.Believed believed -> {
        ip.accept(script);
        routed.run();
        records.save(mapping.address(), mapping);
        report(mapping, believed);
        yield new Answer(true, mapping);
      }
      case Verdict.Known _ -> {
        routed.run();
        yield new Answer(true, mapping);
      }
      case Verdict.Refused refused -> {
        LOG.info("refused: {} as {} counts", mapping, refused.current());
        yield new Answer(false, refused.current());
      }
    };
  }

  private static void report(Mapping mapping, Verdict.Believed believed) {
    LOG.info(
        "{} is on {} at {}, sequence {}",
        mapping.address(),
        mapping.host(),
        mapping.router(),
        mapping.sequence());
    if (believed.restless()) {
      LOG.warn(
          "{} has moved more than {} times in {} s, now to {}: do two hosts run it?",
          mapping.address(),
          Mappings.MOVES,
          Mappings.WINDOW.toSeconds(),
          mapping.host());
    }
  }

  private List<Future<Optional<Answer>>> tell(Mapping mapping) {
    List<Future<Optional<Answer>>> told = new ArrayList<>();
    peers.forEach((name, peer) -> told.add(threads.submit(() -> tell(name, peer, mapping))));
    return told;
  }

  /** {@return what another edge has against it} */
  private static Optional<Answer> against(List<Future<Optional<Answer>>> told) {
    Optional<Answer> against = Optional.empty();
    try {
      for (Future<Optional<Answer>> each : told) {
        Optional<Answer> answer = each.get();
        against = against.isPresent() ? against : answer;
      }
      return against;
    } catch (ExecutionException e) {
      throw new IllegalStateException("an edge could not be told", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallException(Kind.UNREACHABLE, "interrupted", e);
    }
  }

  /** An edge that is not reached asks by itself later. */
  private static Optional<Answer> tell(String name, EdgeAgent peer, Mapping mapping) {
    try {
      return Optional.of(peer.learn(mapping)).filter(answer -> !answer.accepted());
    } catch (CallException e) {
      LOG.warn("edge {} is not told of {} yet: {}", name, mapping.address(), e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public synchronized List<Mapping> mappings() {
    return mappings.all();
  }

  @Override
  public synchronized Mapping mapping(String address) {
    return mappings
        .find(address)
        .orElseThrow(() ->
            new CallException(
                Kind.NOT_FOUND, "no VM with address '" + address + "' is known here"));
  }

  /** What names nothing that this router has is the caller's fault. */
  private static <T> T known(Supplier<T> mapping) {
    try {
      return mapping.get();
    } catch (IllegalArgumentException e) {
      throw new CallException(Kind.REFUSED, String.valueOf(e.getMessage()), e);
    }
  }

  /** Ends this agent's threads. Routes stay: the router needs no agent to go by them. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
