package dev.drover.cli.forecast;

import dev.drover.decide.evacuation.EvacuationPolicy;
import dev.drover.decide.evacuation.PlanRequest;
import dev.drover.model.Cluster;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.PlanResult;
import dev.drover.model.Priority;
import dev.drover.simulate.evacuation.Scene;
import dev.drover.simulate.evacuation.SimulatedEvacuation;
import dev.drover.simulate.evacuation.SimulatedRun;
import dev.drover.simulate.evacuation.WorldFigures;
import dev.drover.simulate.fluid.FluidConfig;
import dev.drover.simulate.fluid.FluidNetwork;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.packet.PacketNetwork;
import dev.drover.simulate.packet.TcpConfig;
import dev.drover.simulate.prediction.EvacuationPredictor;
import dev.drover.simulate.prediction.PredictedPreCopy;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Plans and carries out evacuations in the simulated world. */
public final class Forecasts {
  /** As Linux's queueing disciplines count full Ethernet frames: without preamble and gap. */
  private static final FluidConfig FRAMES = new FluidConfig(1448, 1514);

  /** Of an Ethernet frame, counted likewise. */
  private static final int FRAMING = 14;

  private Forecasts() {}

  /** What simulating an evacuation comes to. */
  public sealed interface Forecast {
    /**
     * It was planned and carried out.
     *
     * @param predicted what the Liu model expects of the plan's pre-copies
     */
    record Done(SimulatedRun run, List<PredictedPreCopy> predicted) implements Forecast {
      public Done {
        predicted = List.copyOf(predicted);
      }
    }

    /** The policy found no plan. */
    record Infeasible(List<PlanResult.Reason> reasons) implements Forecast {
      public Infeasible {
        reasons = List.copyOf(reasons);
      }
    }
  }

  /** {@return what emptying {@code host} comes to; {@code priority} overrides that of every VM} */
  public static Forecast evacuate(
      Scene scene, EvacuationPolicy policy, String host, Optional<Priority> priority, long seed) {
    return evacuate(world(scene, seed), policy, host, priority);
  }

  /** {@return the same with every packet and TCP, and no supposition on how flows share} */
  static Forecast evacuateByPackets(
      Scene scene, EvacuationPolicy policy, String host, Optional<Priority> priority, long seed) {
    PacketNetwork network =
        new PacketNetwork(new Simulator(), scene.topology(), TcpConfig.linux(), FRAMING);
    return evacuate(
        SimulatedEvacuation.amongPackets(scene, network, WorldFigures.measured(), seed),
        policy,
        host,
        priority);
  }

  private static Forecast evacuate(
      SimulatedEvacuation world,
      EvacuationPolicy policy,
      String host,
      Optional<Priority> priority) {
    boolean haste = priority.equals(Optional.of(Priority.HIGH));
    return plan(
        world, haste ? policy.inHaste() : policy, _ -> PlanRequest.evacuate(host, priority));
  }

  /** {@return what the request that {@code request} makes of the observed cluster comes to} */
  public static Forecast plan(
      Scene scene, EvacuationPolicy policy, Function<Cluster, PlanRequest> request, long seed) {
    return plan(world(scene, seed), policy, request);
  }

  private static Forecast plan(
      SimulatedEvacuation world, EvacuationPolicy policy, Function<Cluster, PlanRequest> request) {
    Cluster seen = world.observe();
    return switch (policy.plan(seen, request.apply(seen))) {
      case PlanResult.Feasible(EvacuationPlan plan) ->
          new Forecast.Done(world.run(policy, plan), predict(seen, policy, plan));
      case PlanResult.Infeasible(var reasons) -> new Forecast.Infeasible(reasons);
    };
  }

  /** {@return how {@code plan} goes, which was made elsewhere} */
  public static SimulatedRun carryOut(
      Scene scene, EvacuationPolicy policy, EvacuationPlan plan, long seed) {
    return world(scene, seed).run(policy, plan);
  }

  /**
   * {@return what the Liu model expects of the pre-copies of {@code plan}}
   *
   * @param seen what the plan was made from
   */
  static List<PredictedPreCopy> predict(
      Cluster seen, EvacuationPolicy policy, EvacuationPlan plan) {
    return new EvacuationPredictor(WorldFigures.measured(), FRAMES.payloadShare())
        .predict(seen, plan, policy.downtimeLimit());
  }

  private static SimulatedEvacuation world(Scene scene, long seed) {
    return SimulatedEvacuation.in(
        scene,
        new FluidNetwork(new Simulator(), scene.topology(), FRAMES),
        WorldFigures.measured(),
        seed);
  }
}
