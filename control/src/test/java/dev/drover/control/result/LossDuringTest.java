package dev.drover.control.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.drover.control.result.RunResult.Workload;
import dev.drover.control.result.WorkloadWatch.Goodput;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class LossDuringTest {
  /** Two tenants of 100 and 50 bit/s; in the second half the first one gets half of it. */
  private final SortedMap<String, List<Goodput>> goodput =
      new TreeMap<>(
          Map.of(
              "a", List.of(new Goodput(1000, 100), new Goodput(2000, 50)),
              "b", List.of(new Goodput(1000, 50), new Goodput(2000, 50))));

  private final LossDuring loss =
      new LossDuring(List.of(workload("a", 100), workload("b", 50)), goodput);

  @Test
  void percent_isOfWhatAllMovedBefore() {
    assertThat(loss.percent(1000, 2000).orElseThrow()).isCloseTo(100.0 * 50 / 150, within(1e-9));
    assertThat(loss.percent(0, 2000).orElseThrow()).isCloseTo(100.0 * 50 / 300, within(1e-9));
    assertThat(loss.percent(0, 1000).orElseThrow()).isZero();
  }

  @Test
  void percent_ofATenantThatDoesBetter_isNotBelowZero() {
    LossDuring better = new LossDuring(List.of(workload("a", 10)), goodput);
    assertThat(better.percent(0, 2000)).hasValue(0.0);
  }

  @Test
  void percent_whenNothingWasSeen_isAbsent() {
    assertThat(loss.percent(5000, 6000)).isEmpty();
    assertThat(new LossDuring(List.of(), goodput).percent(0, 2000)).isEmpty();
  }

  private static Workload workload(String vm, long beforeBps) {
    return new Workload(vm, "outgoing", "low", 0, 0, beforeBps, 0, 0, 0, 0);
  }
}
