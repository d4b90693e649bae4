package dev.drover.cli.reproduce.xialab;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A cell as {@code --json} writes it: medians of repetitions, answers and bytes as whole numbers.
 * What was not measured is null.
 *
 * @param network tcp, xia-paper or xia-fast
 * @param domain intra or inter
 * @param workload calculation, dbench or netperf
 * @param answersLost in all repetitions together, {@code answersWrong} likewise
 * @param bytes of memory, device state and disk
 */
record CellRow(
    String network,
    String domain,
    String workload,
    Optional<Double> totalTimeMs,
    Optional<Double> downtimeMs,
    Optional<Double> freezeMs,
    Optional<Double> rebindMs,
    Optional<Double> firstReplyMs,
    Optional<Long> answersLost,
    Optional<Long> answersWrong,
    Optional<Long> bytes) {
  static CellRow of(CellResult result) {
    return new CellRow(
        result.cell().network().id(),
        result.cell().domain().id(),
        result.cell().load().id(),
        median(result, CellMeasures.TOTAL_TIME),
        median(result, CellMeasures.DOWNTIME),
        median(result, CellMeasures.FREEZE),
        median(result, CellMeasures.REBIND),
        median(result, CellMeasures.FIRST_REPLY),
        whole(result.sum(CellMeasures.LOST)),
        whole(result.sum(CellMeasures.WRONG)),
        whole(result.bytes()));
  }

  private static Optional<Double> median(CellResult result, String measure) {
    OptionalDouble value = result.median(measure);
    return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
  }

  private static Optional<Long> whole(OptionalDouble value) {
    return value.isPresent() ? Optional.of(Math.round(value.getAsDouble())) : Optional.empty();
  }
}
