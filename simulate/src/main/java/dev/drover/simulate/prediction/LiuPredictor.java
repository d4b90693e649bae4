package dev.drover.simulate.prediction;

import dev.drover.decide.bandwidth.RoundObservation;
import dev.drover.decide.prediction.LiuCase;
import dev.drover.decide.prediction.LiuConstants;
import dev.drover.decide.prediction.LiuModel;
import dev.drover.decide.prediction.LiuPrediction;
import dev.drover.decide.rounds.StopBounds;
import dev.drover.decide.routing.RouteDecision;
import dev.drover.decide.routing.RoutingView;
import dev.drover.decide.routing.StaticShortestPath;
import dev.drover.model.network.Route;
import dev.drover.model.network.Topology.Link;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import dev.drover.simulate.migration.MigrationSettings;
import dev.drover.simulate.migration.MigrationTechnique;
import dev.drover.simulate.scenario.MigrationPlan;
import dev.drover.simulate.scenario.RunSpec;
import dev.drover.simulate.scenario.VmSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@link LiuModel}, basic, asked about the migrations of a run before it is simulated.
 *
 * <p>It is given: the memory without zero pages; D, the mean of the VM's writes; R, what is left
 * for pages of the narrowest link on the route with the fewest hops, or of the ceiling, or of the
 * rate that the algorithm chooses for a first round over an idle link; the stop condition's {@link
 * StopBounds}; the device state and the resume as T_resume. A cold migration is its stop-and-copy
 * alone.
 *
 * <p>It does not know:
 *
 * <ul>
 *   <li>contention: other migrations, background traffic, routes chosen by load;
 *   <li>the transport: slow start, losses, round trips between rounds;
 *   <li>pages written twice within a round: of n uniform writes to N pages it counts n, where N (1
 *       − e^(−n÷N)) are dirty, 2.5 % fewer at n = N ÷ 20 and 37 % fewer at n = N; with a working
 *       set far fewer yet;
 *   <li>rates that change from round to round, and pages that an algorithm holds back or skips;
 *   <li>headers of zero pages, and that zero pages are written to.
 * </ul>
 *
 * <p>A VM that is smaller than the threshold has no live round here; a simulated one has one. Its
 * joules are from {@linkplain LiuConstants#basic() constants quoted from memory} and of the
 * authors' hosts: to compare migrations by, not to add up.
 */
public final class LiuPredictor {
  /** Live rounds of a migration whose own conditions set no limit. */
  private static final int MOST_ROUNDS = 1000;

  /** Less than a page is nothing to send. */
  private static final Bytes NOTHING = DirtyRate.PAGE.minusOrZero(Bytes.of(1));

  private final RunSpec spec;
  private final RoutingView idle;

  private LiuPredictor(RunSpec spec) {
    this.spec = spec;
    this.idle = RoutingView.idle(spec.topology());
  }

  /**
   * {@return what is expected of each pre-copy and each cold migration, in the order of the run's;
   * post-copy and hybrid are not in the model}
   */
  public static List<PredictedMigration> predict(RunSpec spec) {
    LiuPredictor predictor = new LiuPredictor(spec);
    return spec.migrations().stream().flatMap(predictor::predict).toList();
  }

  private Stream<PredictedMigration> predict(MigrationPlan plan) {
    VmSpec vm =
        spec.vms().stream().filter(each -> each.name().equals(plan.vm())).findFirst().orElseThrow();
    MigrationSettings settings = plan.settings();
    BitRate capacity = narrowest(route(vm.host(), plan.destination()));
    BitRate most = settings.ceiling().map(capacity::min).orElse(capacity);
    return switch (plan.technique()) {
      case MigrationTechnique.PreCopy preCopy -> {
        BitRate first =
            preCopy
                .algorithm()
                .bandwidth()
                .rate(
                    new RoundObservation(
                        1,
                        false,
                        capacity,
                        BitRate.ZERO,
                        settings.ceiling().orElse(capacity),
                        List.of()));
        BitRate rate = ofPages(first, settings);
        StopBounds stop = preCopy.stop().bounds(vm.memory(), rate);
        Bytes zero = vm.memory().minusOrZero(toSend(vm));
        yield Stream.of(
            predict(
                plan,
                new LiuCase(
                    toSend(vm),
                    MeanDirtyRate.of(vm.writes()),
                    rate,
                    stop.threshold().filter(bytes -> bytes.compareTo(NOTHING) > 0).orElse(NOTHING),
                    stop.maxRounds().orElse(MOST_ROUNDS),
                    stop.maxTraffic().map(bytes -> bytes.minusOrZero(zero)))));
      }
      case MigrationTechnique.StopAndCopy _ ->
          Stream.of(
              predict(
                  plan,
                  new LiuCase(
                      toSend(vm),
                      DirtyRate.ZERO,
                      ofPages(most, settings),
                      toSend(vm),
                      MOST_ROUNDS,
                      Optional.empty())));
      case MigrationTechnique.PostCopy _, MigrationTechnique.Hybrid _ -> Stream.empty();
    };
  }

  private PredictedMigration predict(MigrationPlan plan, LiuCase given) {
    MigrationSettings settings = plan.settings();
    double pageShare = pageShare(settings);
    Duration resume =
        settings
            .times()
            .resume()
            .plus(settings.deviceState().timeAt(given.rate().times(1 / pageShare)));
    LiuPrediction model = new LiuModel(LiuConstants.basic().withResume(resume)).predict(given);
    double payload = model.traffic().count() / pageShare + settings.deviceState().count();
    return new PredictedMigration(
        plan,
        given,
        model,
        settings
            .times()
            .preparation()
            .plus(model.totalTime())
            .plus(settings.times().roundPreparation().multipliedBy(model.liveRounds()))
            .plus(resume),
        Bytes.of(Math.round(payload / spec.payloadShare())));
  }

  private static Bytes toSend(VmSpec vm) {
    long pages = Math.max(1, Math.round(vm.pages() * (1 - vm.zeroShare())));
    return Bytes.of(pages * DirtyRate.PAGE.count());
  }

  /** {@return what is left of {@code wire} for guest memory; never zero} */
  private BitRate ofPages(BitRate wire, MigrationSettings settings) {
    return wire.times(spec.payloadShare() * pageShare(settings)).max(BitRate.ofBitsPerSecond(1));
  }

  private static double pageShare(MigrationSettings settings) {
    double page = DirtyRate.PAGE.count();
    return page / (page + settings.pageHeader().count());
  }

  private Route route(String source, String destination) {
    return switch (new StaticShortestPath().route(idle, source, destination, 0)) {
      case RouteDecision.Routed(Route route) -> route;
      case RouteDecision.Unreachable _ ->
          throw new IllegalArgumentException("no way from " + source + " to " + destination);
    };
  }

  /** {@return the rate of the narrowest link; of several between two nodes the fastest counts} */
  private BitRate narrowest(Route route) {
    List<String> nodes = route.nodes();
    BitRate narrowest = BitRate.ofBitsPerSecond(Long.MAX_VALUE);
    for (int hop = 1; hop < nodes.size(); hop++) {
      narrowest = narrowest.min(rate(nodes.get(hop - 1), nodes.get(hop)));
    }
    return narrowest;
  }

  private BitRate rate(String one, String other) {
    BitRate fastest = BitRate.ZERO;
    for (Link link : spec.topology().links()) {
      if ((link.left().equals(one) && link.right().equals(other))
          || (link.left().equals(other) && link.right().equals(one))) {
        fastest = fastest.max(link.rate());
      }
    }
    return fastest;
  }
}
