package dev.drover.cli.simulate;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.drover.cli.reproduce.Estimate;
import dev.drover.decide.prediction.LiuPrediction.Convergence;
import dev.drover.simulate.migration.MigrationResult;
import dev.drover.simulate.migration.MigrationTechnique;
import dev.drover.simulate.migration.RoundRecord;
import dev.drover.simulate.prediction.LiuPredictor;
import dev.drover.simulate.prediction.PredictedMigration;
import dev.drover.simulate.scenario.MigrationPlan;
import dev.drover.simulate.scenario.RunResult;
import dev.drover.simulate.scenario.RunSpec;
import dev.drover.simulate.scenario.VmSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A simulation as JSON, described in {@code docs/result-format.md}. Nothing in it depends on when,
 * where or how fast it was made.
 */
final class SimulationJson {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .changeDefaultPropertyInclusion(
              include -> include.withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .build();

  private SimulationJson() {}

  static String text(RunSpec spec, List<RunResult> results) {
    List<PredictedMigration> predicted = LiuPredictor.predict(spec);
    return JSON.writeValueAsString(
            new Document(
                "simulated",
                spec.name(),
                spec.network().toString(),
                spec.routing(),
                results.stream().map(result -> run(spec, predicted, result)).toList(),
                Measure.of(results).stream().map(SimulationJson::summary).toList()))
        + "\n";
  }

  private record Document(
      String source,
      String scenario,
      String network,
      String routing,
      List<Run> runs,
      List<Summary> summary) {}

  private record Run(
      long seed,
      double simulatedMs,
      boolean complete,
      Optional<Double> totalTimeMs,
      List<Migration> migrations,
      List<Traffic> traffic,
      Network counters) {}

  private record Migration(
      String vm,
      Optional<String> source,
      String destination,
      Optional<List<String>> route,
      String technique,
      Optional<String> algorithm,
      Optional<String> coupling,
      int group,
      String outcome,
      long memoryBytes,
      Optional<Double> startMs,
      Optional<Double> totalTimeMs,
      Optional<Double> downtimeMs,
      Optional<Long> bytes,
      Optional<Long> wireBytes,
      Optional<String> stop,
      Optional<String> stopReason,
      Optional<Integer> faults,
      Optional<Double> stalledMs,
      Optional<List<Round>> rounds,
      Optional<Predicted> predicted) {}

  private record Predicted(
      String model,
      double totalTimeMs,
      double downtimeMs,
      long bytes,
      long wireBytes,
      double joules,
      double lambda,
      int rounds,
      boolean converges,
      Optional<String> reason,
      long dirtyRateBps,
      long rateBps,
      long thresholdBytes) {}

  private record Round(
      int number,
      double startMs,
      double timeMs,
      long bytes,
      int pages,
      int skippedPages,
      int heldPages,
      int dirtiedPages,
      long rateBps) {}

  private record Traffic(
      String name,
      long deliveredBytes,
      long goodputBps,
      Optional<Long> beforeBps,
      Optional<Long> duringBps,
      Optional<Double> lossPercent,
      int flowsStarted,
      int flowsEnded,
      Optional<Double> meanCompletionMs,
      Optional<Double> medianCompletionMs,
      Optional<Double> p99CompletionMs) {}

  private record Network(
      long events,
      Optional<Long> packetHops,
      Optional<Long> packetsDropped,
      Optional<Long> segmentsResent,
      Optional<Long> timeouts) {}

  private record Summary(
      String of,
      String measure,
      int runs,
      double median,
      double mean,
      OptionalDouble confidence95,
      double least,
      double most) {}

  private static Run run(RunSpec spec, List<PredictedMigration> predicted, RunResult result) {
    return new Run(
        result.seed(),
        millis(result.simulated()),
        result.complete(),
        result.totalTime().map(SimulationJson::millis),
        result.migrations().stream().map(move -> migration(spec, predicted, move)).toList(),
        result.traffic().stream().map(SimulationJson::traffic).toList(),
        network(result.counters()));
  }

  private static Migration migration(
      RunSpec spec, List<PredictedMigration> predicted, RunResult.Move move) {
    MigrationPlan plan = move.plan();
    VmSpec vm =
        spec.vms().stream().filter(each -> each.name().equals(plan.vm())).findFirst().orElseThrow();
    Optional<MigrationResult> result =
        switch (move) {
          case RunResult.Move.Ended ended -> Optional.of(ended.result());
          case RunResult.Move.Unfinished _ -> Optional.empty();
        };
    return new Migration(
        plan.vm(),
        Optional.of(vm.host()),
        plan.destination(),
        result.map(r -> r.route().nodes()),
        plan.technique().toString(),
        algorithm(plan.technique()),
        coupling(plan.technique()),
        plan.group(),
        result.isPresent() ? "completed" : "unfinished",
        vm.memory().count(),
        result.map(r -> millis(r.start())),
        result.map(r -> millis(r.totalTime())),
        result.map(r -> millis(r.downtime())),
        result.map(r -> r.traffic().sent().count()),
        result.map(r -> r.traffic().wire().count()),
        result.flatMap(r -> r.stop()).map(stop -> stop.condition()),
        result.flatMap(r -> r.stop()).map(stop -> stop.reason()),
        result.map(MigrationResult::faults),
        result.map(r -> millis(r.stalledTime())),
        result.map(r -> r.rounds().stream().map(SimulationJson::round).toList()),
        predicted.stream()
            .filter(each -> each.plan().equals(plan))
            .findFirst()
            .map(SimulationJson::predicted));
  }

  private static Predicted predicted(PredictedMigration predicted) {
    Optional<String> reason =
        switch (predicted.model().convergence()) {
          case Convergence.Converges _ -> Optional.empty();
          case Convergence.DoesNotConverge(String why) -> Optional.of(why);
        };
    return new Predicted(
        "liu",
        millis(predicted.totalTime()),
        millis(predicted.model().downtime()),
        predicted.model().traffic().count(),
        predicted.wire().count(),
        predicted.model().joules(),
        predicted.model().lambda(),
        predicted.model().liveRounds(),
        reason.isEmpty(),
        reason,
        predicted.given().dirtyRate().asBitRate().bitsPerSecond(),
        predicted.given().rate().bitsPerSecond(),
        predicted.given().threshold().count());
  }

  private static Optional<String> algorithm(MigrationTechnique technique) {
    return switch (technique) {
      case MigrationTechnique.PreCopy preCopy -> Optional.of(preCopy.algorithm().name());
      case MigrationTechnique.Hybrid hybrid -> Optional.of(hybrid.algorithm().name());
      case MigrationTechnique.StopAndCopy _, MigrationTechnique.PostCopy _ -> Optional.empty();
    };
  }

  private static Optional<String> coupling(MigrationTechnique technique) {
    return switch (technique) {
      case MigrationTechnique.PreCopy preCopy -> Optional.of(name(preCopy.coupling()));
      case MigrationTechnique.Hybrid hybrid -> Optional.of(name(hybrid.coupling()));
      case MigrationTechnique.StopAndCopy _, MigrationTechnique.PostCopy _ -> Optional.empty();
    };
  }

  private static String name(dev.drover.decide.rounds.RoundCoupling coupling) {
    return switch (coupling) {
      case ACKNOWLEDGED -> "standard";
      case EARLY_NOTIFICATION -> "early-notification";
    };
  }

  private static Round round(RoundRecord round) {
    return new Round(
        round.number(),
        millis(round.start()),
        millis(round.time()),
        round.volume().count(),
        round.sentPages(),
        round.skippedPages(),
        round.heldPages(),
        round.dirtiedPages(),
        round.rate().bitsPerSecond());
  }

  private static Traffic traffic(RunResult.TrafficResult result) {
    return new Traffic(
        result.name(),
        result.delivered().count(),
        result.goodput().bitsPerSecond(),
        result.loss().map(loss -> loss.before().bitsPerSecond()),
        result.loss().map(loss -> loss.during().bitsPerSecond()),
        result.loss().map(loss -> 100 * loss.share()),
        result.flowsStarted(),
        result.flowsEnded(),
        result.completion().map(times -> millis(times.mean())),
        result.completion().map(times -> millis(times.median())),
        result.completion().map(times -> millis(times.percentile99())));
  }

  private static Network network(RunResult.Counters counters) {
    return new Network(
        counters.events(),
        counters.packets().map(RunResult.Packets::hops),
        counters.packets().map(RunResult.Packets::dropped),
        counters.packets().map(RunResult.Packets::resent),
        counters.packets().map(RunResult.Packets::timeouts));
  }

  private static Summary summary(Measure measure) {
    Estimate estimate = measure.estimate();
    return new Summary(
        measure.of(),
        measure.name(),
        estimate.runs(),
        estimate.median(),
        estimate.mean(),
        estimate.halfWidth(),
        estimate.least(),
        estimate.most());
  }

  private static double millis(Duration time) {
    return time.toNanos() / 1e6;
  }
}
