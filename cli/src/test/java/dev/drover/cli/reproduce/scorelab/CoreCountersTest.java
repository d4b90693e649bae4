package dev.drover.cli.reproduce.scorelab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.drover.cli.reproduce.scorelab.CoreCounters.Rates;
import dev.drover.lab.file.LabFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class CoreCountersTest {
  private static final LabFile FILE = LabFile.read(Path.of("../scenarios/placement.yaml"));

  private static String link(String name, long received, long sent) {
    return "{\"ifname\":\"%s\",\"stats64\":{\"rx\":{\"bytes\":%d},\"tx\":{\"bytes\":%d}}}"
        .formatted(name, received, sent);
  }

  private static CoreCounters counters(long seconds, String... links) {
    String json = "[" + link("lo", 7, 7) + "," + String.join(",", links) + "]";
    return new CoreCounters(seconds * 1_000_000_000, CoreCounters.parse(FILE, json));
  }

  /**
   * In 10 s r1's VMs send 5000 bytes to r2's, and the probe sends 300 to r3 and hears 200 of it.
   */
  @Test
  void since_probesBesideVms_areTakenOffTheSum() {
    CoreCounters before =
        counters(
            5, link("p-r1", 100, 0), link("p-r2", 0, 0), link("p-r3", 9, 9), link("p-probe", 1, 2));
    CoreCounters after =
        counters(
            15,
            link("p-r1", 5100, 0),
            link("p-r2", 0, 5000),
            link("p-r3", 209, 309),
            link("p-probe", 301, 202));
    Rates rates = after.since(before, FILE);
    assertThat(rates.vms()).isCloseTo(2 * 500, within(1e-9));
    assertThat(rates.probes()).isCloseTo(50, within(1e-9));
    assertThat(rates.links()).containsEntry("r1", 500.0).containsEntry("r3", 50.0);
  }

  @Test
  void parse_aPortIsMissing_isRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> counters(1, link("p-r1", 1, 1), link("p-probe", 1, 1)));
  }
}
