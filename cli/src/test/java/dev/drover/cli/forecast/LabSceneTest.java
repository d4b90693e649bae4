package dev.drover.cli.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.cli.forecast.Forecasts.Forecast;
import dev.drover.decide.evacuation.EvacuationPolicies;
import dev.drover.lab.file.LabFile;
import dev.drover.model.Cluster;
import dev.drover.model.HostObservation;
import dev.drover.model.Priority;
import dev.drover.model.Sla;
import dev.drover.model.Traffic;
import dev.drover.model.TrafficClass;
import dev.drover.model.VmObservation;
import dev.drover.model.network.Topology;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import dev.drover.simulate.evacuation.GuestSpec;
import dev.drover.simulate.evacuation.ObservedScene;
import dev.drover.simulate.evacuation.Scene;
import dev.drover.simulate.evacuation.WorldFigures;
import dev.drover.simulate.topology.Cable;
import dev.drover.simulate.topology.Topologies;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LabSceneTest {
  private static final Path DEMO = Path.of("..", "scenarios", "demo.yaml");

  @Test
  void scene_ofADemoLab_hasItsHostsVmsAndTraffic() {
    Scene scene = LabScene.of(LabFile.read(DEMO));
    assertThat(scene.hosts()).hasSize(3);
    assertThat(scene.route("h1", "c1").nodes()).containsExactly("h1", "s1", "c1");
    GuestSpec shop = guest(scene, "shop");
    assertThat(shop.traffic().main()).isEqualTo(TrafficClass.MIXED);
    // 60 requests a second of 16 KiB, 7 in 10 of them answers.
    assertThat(shop.traffic().rates().out().bitsPerSecond()).isEqualTo(5_505_024);
    assertThat(shop.traffic().rates().in().bitsPerSecond()).isEqualTo(2_359_296);
    assertThat(guest(scene, "feed").traffic().rates().in())
        .isEqualTo(BitRate.ofMegabitsPerSecond(100));
  }

  /** The graph of the paper is written down twice; who measures one beside the other needs both. */
  @Test
  void scene_ofVmsThatTalkToEachOther_isRefused() {
    LabFile lab = LabFile.read(DEMO.resolveSibling("placement.yaml"));

    assertThatThrownBy(() -> LabScene.of(lab))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("vm 'a1' sends to other VMs, which is not simulated");
  }

  @Test
  void topology_fatTreeOfTheLab_isTheSimulatorsGraph() {
    LabFile lab =
        LabFile.parse("name: t\nsdn: {}\ntopology: {kind: fat-tree, rate: 1Gbit/s}\n", "t.yaml");
    Cable cable =
        new Cable(
            BitRate.ofMegabitsPerSecond(1000),
            LabScene.DELAY,
            new Topology.Buffer.Size(lab.linkOf("h1").buffer()));

    assertThat(LabScene.topology(lab).links())
        .containsExactlyInAnyOrderElementsOf(Topologies.earlyNotification(cable).links());
  }

  @Test
  void evacuation_thatHasNoRoom_isInfeasibleWithReasons() {
    String full =
        """
        name: full
        switches: [s1]
        hosts: [{name: h1, memory: 2GiB}, {name: h2, memory: 256MiB}]
        clients: [{name: c1}]
        links:
          - {ends: [h1, s1], rate: 200Mbit/s}
          - {ends: [h2, s1], rate: 200Mbit/s}
          - {ends: [c1, s1], rate: 1Gbit/s}
        vms:
          - {name: a, host: h1, memory: 256MiB, workload: {kind: idle, client: c1}}
          - {name: b, host: h1, memory: 256MiB, workload: {kind: idle, client: c1}}
        """;
    Forecast forecast =
        Forecasts.evacuate(
            LabScene.of(LabFile.parse(full, "full.yaml")),
            EvacuationPolicies.named("qemu-serial"),
            "h1",
            Optional.empty(),
            1);
    assertThat(forecast).isInstanceOf(Forecast.Infeasible.class);
  }

  @Test
  void observedHosts_withoutALab_canBeSimulated() {
    Traffic sends = new Traffic(BitRate.ZERO, BitRate.ofMegabitsPerSecond(50));
    Cluster seen =
        new Cluster(
            List.of(host("h1", sends), host("h2", Traffic.NONE)),
            List.of(
                new VmObservation(
                    "web",
                    "h1",
                    Bytes.ofMebibytes(512),
                    Bytes.ofMebibytes(300),
                    Priority.MEDIUM,
                    new Sla(BitRate.ZERO, BitRate.ZERO),
                    sends,
                    DirtyRate.ofBytesPerSecond(8 << 20),
                    Bytes.ofMebibytes(32),
                    Optional.empty())));
    Scene scene = new ObservedScene(WorldFigures.measured()).of(seen);
    GuestSpec web = guest(scene, "web");
    assertThat(web.traffic().main()).isEqualTo(TrafficClass.OUTGOING);
    assertThat(web.writer().rate().bytesPerSecond()).isBetween(4_000_000L, 8_388_608L);
    Forecast forecast =
        Forecasts.evacuate(
            scene, EvacuationPolicies.named("traffic-aware"), "h1", Optional.empty(), 1);
    assertThat(forecast)
        .isInstanceOfSatisfying(
            Forecast.Done.class, done -> assertThat(done.run().completed()).isTrue());
  }

  private static HostObservation host(String name, Traffic load) {
    return new HostObservation(
        name,
        Bytes.ofMebibytes(4096),
        Bytes.ofMebibytes(2048),
        BitRate.ofMegabitsPerSecond(1000),
        load,
        load);
  }

  private static GuestSpec guest(Scene scene, String name) {
    return scene.guests().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
