package dev.drover.decide.link;

import static dev.drover.decide.testing.Some.before;
import static dev.drover.decide.testing.Some.host;
import static dev.drover.decide.testing.Some.mbit;
import static dev.drover.decide.testing.Some.sla;
import static dev.drover.decide.testing.Some.traffic;
import static dev.drover.decide.testing.Some.vm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.decide.traffic.TrafficCategorizer;
import dev.drover.decide.traffic.TrafficThresholds;
import dev.drover.model.Cluster;
import dev.drover.model.HostObservation;
import dev.drover.model.Priority;
import dev.drover.model.TrafficClass;
import dev.drover.model.VmObservation;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClusterLoadTest {
  private final VmObservation sender =
      vm("sender", "h1", Priority.LOW, sla(50, 100), traffic(2, 90));
  private final VmObservation sink = vm("sink", "h1", Priority.LOW, sla(20, 40), traffic(40, 1));
  private final ClusterLoad load =
      load(
          new Cluster(
              List.of(host("h1", 0, traffic(42, 91)), host("h2", 4096, traffic(0, 0))),
              List.of(sender, sink)));

  @Test
  void nicWithoutTheVm_hasTheClassOfTheOthers() {
    assertThat(load.classOfOthers("h1", sender)).isEqualTo(TrafficClass.INCOMING);
    assertThat(load.classOfOthers("h1", sink)).isEqualTo(TrafficClass.OUTGOING);
    assertThat(load.classOfOthers("h2", sink)).isEqualTo(TrafficClass.IDLE);
  }

  @Test
  void linkWithoutTheVm_hasTheOthersOnly() {
    LinkLoad egress = load.linkWithout(sink, "h1", TrafficClass.OUTGOING);
    assertThat(egress.capacity()).isEqualTo(mbit(200));
    assertThat(egress.workload().use()).isEqualTo(mbit(90));
    assertThat(egress.workload().lower()).isEqualTo(mbit(53));
    assertThat(egress.workload().flows()).isEqualTo(1);
  }

  @Test
  void trafficOfNoVm_isOneMoreFlow() {
    ClusterLoad foreign =
        load(
            new Cluster(
                List.of(host("h1", 0, traffic(0, 150)), host("h2", 4096, traffic(0, 0))),
                List.of(sender)));
    WorkloadDemand atSource = foreign.linkWithout(sender, "h1", TrafficClass.OUTGOING).workload();
    assertThat(atSource.use()).isEqualTo(mbit(60));
    assertThat(atSource.flows()).isEqualTo(1);
    assertThat(atSource.upper()).isEqualTo(mbit(60));
  }

  @Test
  void vmThatMoved_takesItsTrafficAndItsPromiseAlong() {
    ClusterLoad moved = load.moved(sender, "h2");
    LinkLoad source = moved.linkWithout(sink, "h1", TrafficClass.OUTGOING);
    LinkLoad destination = moved.linkWithout(sink, "h2", TrafficClass.OUTGOING);
    assertThat(source.workload().use()).isEqualTo(mbit(0));
    assertThat(destination.workload().use()).isEqualTo(mbit(90));
    assertThat(destination.workload().lower()).isEqualTo(mbit(53));
    assertThat(moved.utilisation("h2")).isEqualTo(0.45);
    assertThat(load.utilisation("h2")).isZero();
  }

  @Test
  void previousClass_isRespected() {
    VmObservation steady = vm("a", "h1", Priority.LOW, traffic(25, 90));
    List<HostObservation> hosts = List.of(host("h1", 0, traffic(25, 90)));
    assertThat(load(new Cluster(hosts, List.of(steady))).classOf(steady))
        .isEqualTo(TrafficClass.MIXED);
    VmObservation known = before(steady, TrafficClass.OUTGOING);
    assertThat(load(new Cluster(hosts, List.of(known))).classOf(known))
        .isEqualTo(TrafficClass.OUTGOING);
  }

  private static ClusterLoad load(Cluster cluster) {
    return new ClusterLoad(
        cluster, LinkSettings.defaults(), new TrafficCategorizer(TrafficThresholds.defaults()));
  }
}
