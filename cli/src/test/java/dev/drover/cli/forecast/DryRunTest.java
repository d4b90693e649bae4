package dev.drover.cli.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.terminal.Screen;
import dev.drover.control.inventory.Inventory;
import dev.drover.control.observe.Observation;
import dev.drover.control.plan.Planning;
import dev.drover.decide.evacuation.EvacuationPolicies;
import dev.drover.decide.evacuation.EvacuationPolicy;
import dev.drover.decide.evacuation.PlanRequest;
import dev.drover.model.Cluster;
import dev.drover.model.HostObservation;
import dev.drover.model.PlanResult;
import dev.drover.model.Priority;
import dev.drover.model.Sla;
import dev.drover.model.Traffic;
import dev.drover.model.VmObservation;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DryRunTest {
  private static final Screen WIDE = new Screen(false, Screen.UNBOUNDED, false, true);

  @TempDir private Path directory = Path.of("");

  /** 5 MB/s dirtied, 955 Mbit/s sent: λ = 0.042. */
  @Test
  void lines_ofHostsInNoLab_haveTheModelOfWhatWasObservedBesideTheSimulation() {
    EvacuationPolicy policy = EvacuationPolicies.named("qemu-serial");
    Cluster seen =
        new Cluster(
            List.of(host("h1"), host("h2")),
            List.of(
                new VmObservation(
                    "web",
                    "h1",
                    Bytes.ofMebibytes(512),
                    Bytes.ofMebibytes(300),
                    Priority.MEDIUM,
                    new Sla(BitRate.ZERO, BitRate.ZERO),
                    Traffic.NONE,
                    DirtyRate.ofBytesPerSecond(5_000_000),
                    Bytes.ofMebibytes(32),
                    Optional.empty())));
    PlanResult result = policy.plan(seen, PlanRequest.evacuate("h1", Optional.empty()));
    Observation observation = new Observation(0, seen, new TreeMap<>(), new TreeMap<>(), List.of());
    Planning planning = new Planning(policy, observation, result);
    assertThat(result).isInstanceOf(PlanResult.Feasible.class);
    PlanResult.Feasible feasible = (PlanResult.Feasible) result;

    List<String> lines = DryRun.lines(inventory(), planning, feasible.plan(), WIDE);

    assertThat(lines.getFirst()).isEqualTo("Simulated, not measured:");
    int model = lines.indexOf("") + 1;
    assertThat(lines.get(model)).startsWith("Liu model");
    assertThat(lines.get(model + 2)).matches("web .* 0\\.04\\d  yes");
    assertThat(lines).anyMatch(line -> line.startsWith("Workload lost"));
  }

  private static HostObservation host(String name) {
    return new HostObservation(
        name,
        Bytes.ofMebibytes(4096),
        Bytes.ofMebibytes(2048),
        BitRate.ofMegabitsPerSecond(1000),
        Traffic.NONE,
        Traffic.NONE);
  }

  private Inventory inventory() {
    URI agent = URI.create("http://127.0.0.1:1");
    return new Inventory(
        directory.resolve("inventory.yaml"),
        List.of(new Inventory.Host("h1", agent), new Inventory.Host("h2", agent)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        directory);
  }
}
