package dev.drover.decide.schedule;

import static dev.drover.decide.testing.Some.host;
import static dev.drover.decide.testing.Some.traffic;
import static dev.drover.decide.testing.Some.vm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.decide.link.ClusterLoad;
import dev.drover.decide.link.LinkSettings;
import dev.drover.decide.prediction.MigrationCase;
import dev.drover.decide.traffic.TrafficCategorizer;
import dev.drover.decide.traffic.TrafficThresholds;
import dev.drover.model.Cluster;
import dev.drover.model.Priority;
import dev.drover.model.Technique;
import dev.drover.model.Traffic;
import dev.drover.model.VmObservation;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PathContentionTest {
  /** VM traffic in, out; other source load out; destination load in; expected per technique. */
  @ParameterizedTest
  @CsvSource({
    "0, 180, 0, 0, PRE_COPY, HIGH",
    "0, 180, 0, 0, HYBRID, HIGH",
    "0, 180, 0, 0, POST_COPY, LOW",
    "180, 0, 0, 0, PRE_COPY, LOW",
    "180, 0, 0, 0, HYBRID, HIGH",
    "180, 0, 0, 0, POST_COPY, HIGH",
    "0, 0, 100, 0, POST_COPY, MODERATE",
    "0, 0, 0, 100, PRE_COPY, MODERATE",
    "0, 0, 0, 0, HYBRID, LOW"
  })
  void contention_countsTheVmsTrafficWhereItIs(
      long in, long out, long otherOut, long destinationIn, Technique technique, Contention worst) {
    VmObservation vm = vm("a", "h1", Priority.LOW, traffic(in, out));
    Traffic sourceLoad = traffic(in, out + otherOut);
    Cluster cluster =
        new Cluster(
            List.of(host("h1", 4096, sourceLoad), host("h2", 4096, traffic(destinationIn, 0))),
            List.of(vm));
    ClusterLoad load =
        new ClusterLoad(
            cluster, LinkSettings.defaults(), new TrafficCategorizer(TrafficThresholds.defaults()));
    PathContention contention =
        PathContention.of(
            MigrationCase.of(load, vm, "h2", Priority.LOW, 1, 1),
            technique,
            ContentionThresholds.defaults());
    assertThat(contention.worst()).isEqualTo(worst);
  }
}
