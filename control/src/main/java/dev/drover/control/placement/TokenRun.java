package dev.drover.control.placement;

import dev.drover.agent.api.Decision;
import dev.drover.agent.api.PlacementReport;
import dev.drover.agent.api.TokenRequest;
import dev.drover.calls.CallException;
import dev.drover.control.execute.CancelSignal;
import dev.drover.control.inventory.ControlException;
import dev.drover.control.inventory.TaskGroup;
import dev.drover.control.inventory.TaskGroup.Answer;
import dev.drover.decide.communication.TokenPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Sets a token going, and follows it until it has ended, whatever becomes of hosts meanwhile. */
public final class TokenRun {
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final PlacementAgents agents;
  private final Set<String> told = new TreeSet<>();
  private long generation;

  public TokenRun(PlacementAgents agents) {
    this.agents = agents;
  }

  /**
   * Creates a token for all VMs of a scene and returns when it has ended.
   *
   * @param rounds at least 1
   * @param together how many VMs go elsewhere at once at most, once none goes alone any more; 1:
   *     none
   * @param still whether nobody moved in a round just before
   * @param order the places of all VMs, in which equals hold it
   * @param cancel ends the token; who holds it brings its migration to an end
   * @param listener hears of every decision
   * @return what was decided
   * @throws ControlException when no token can be created
   */
  public List<Decision> run(
      Scene scene,
      TokenPolicy policy,
      int rounds,
      int together,
      boolean still,
      List<Integer> order,
      CancelSignal cancel,
      Consumer<Decision> listener) {
    long since = latest(scene);
    create(scene, request(scene, policy, rounds, together, still, order));
    List<Decision> all = new ArrayList<>();
    boolean cancelled = false;
    while (true) {
      boolean over = isOver();
      news(since)
          .forEach(decision -> {
            all.add(decision);
            listener.accept(decision);
          });
      if (over) {
        return all;
      }
      if (cancel.isCancelled() && !cancelled) {
        end(scene);
        cancelled = true;
      }
      pause();
    }
  }

  /** By the hosts' own clocks, which need not agree with this one's. */
  private long latest(Scene scene) {
    return scene.hosts().stream()
        .flatMap(host -> decisions(host.name(), 0).stream())
        .mapToLong(Decision::atMs)
        .max()
        .orElse(0);
  }

  private List<Decision> decisions(String host, long since) {
    try {
      return agents.agent(host).decisions(since);
    } catch (CallException e) {
      return List.of();
    }
  }

  private static TokenRequest request(
      Scene scene,
      TokenPolicy policy,
      int rounds,
      int together,
      boolean still,
      List<Integer> order) {
    return new TokenRequest(
        policy.name(),
        rounds,
        together,
        still,
        order.stream().map(vm -> scene.vms().get(vm).address()).toList());
  }

  private void create(Scene scene, TokenRequest request) {
    CallException why = null;
    for (Scene.Host host : scene.hosts()) {
      try {
        generation = agents.agent(host.name()).create(request).generation();
        return;
      } catch (CallException e) {
        why = e;
      }
    }
    throw new ControlException(
        "no token was created: " + (why == null ? "there are no hosts" : why.getMessage()));
  }

  private void end(Scene scene) {
    for (Scene.Host host : scene.hosts()) {
      try {
        agents.agent(host.name()).end();
        return;
      } catch (CallException e) {
        // Another host will do.
      }
    }
  }

  /**
   * Whether the token, or what was created in its place, has ended at every host that answers, and
   * at one at least, and none is at work with it.
   */
  private boolean isOver() {
    List<PlacementReport> reports = new ArrayList<>();
    TaskGroup.ask(agents.hosts(), host -> agents.agent(host).placement())
        .forEach((_, answer) -> {
          if (answer instanceof Answer.Told<PlacementReport>(var report)) {
            reports.add(report);
          }
        });
    return !reports.isEmpty()
        && reports.stream().anyMatch(report -> report.token().ended() >= generation)
        && reports.stream().allMatch(report -> report.token().part().equals("idle"));
  }

  private List<Decision> news(long since) {
    List<Decision> news = new ArrayList<>();
    TaskGroup.ask(agents.hosts(), host -> agents.agent(host).decisions(since)).values().stream()
        .flatMap(answer ->
            answer instanceof Answer.Told<List<Decision>>(var decisions)
                ? decisions.stream()
                : java.util.stream.Stream.<Decision>empty())
        .filter(decision -> decision.generation() >= generation)
        .sorted(Comparator.comparingLong(Decision::generation).thenComparingLong(Decision::hop))
        .filter(decision -> told.add(mark(decision)))
        .forEach(news::add);
    return news;
  }

  /** Of VMs that go together all are decided about at once. */
  private static String mark(Decision decision) {
    return decision.generation() + " " + decision.hop() + " " + decision.vm();
  }

  /** {@return how many of them moved a VM} */
  public static long moves(Collection<Decision> decisions) {
    return decisions.stream().filter(Decision::moved).count();
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_EVERY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlException("interrupted while a token was followed; it goes on", e);
    }
  }
}
