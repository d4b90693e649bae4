package dev.drover.cli.evacuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.model.EvacuationPlan;
import dev.drover.model.PlannedMigration;
import dev.drover.model.Priority;
import dev.drover.model.Strategy;
import dev.drover.model.Technique;
import dev.drover.model.TrafficClass;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MoveOptionsTest {
  private static final EvacuationPlan PLAN =
      new EvacuationPlan(
          "h1",
          "traffic-aware",
          List.of(
              planned("web", Technique.PRE_COPY),
              planned("db", Technique.POST_COPY),
              planned("shop", Technique.HYBRID),
              planned("mail", Technique.POST_COPY)));

  private static PlannedMigration planned(String vm, Technique technique) {
    return new PlannedMigration(
        vm,
        "h1",
        "h2",
        Priority.HIGH,
        TrafficClass.OUTGOING,
        technique,
        Strategy.SERIAL,
        1,
        BitRate.ofMegabitsPerSecond(90),
        new PlannedMigration.Prediction(
            Duration.ofMillis(5300), Duration.ofMillis(60), Bytes.ZERO, Bytes.ZERO),
        "because");
  }

  private static MoveOptions options(String... words) {
    return CommandLine.populateCommand(new MoveOptions(), words);
  }

  @Test
  void notes_bandwidthWithPostCopy_sayForWhichVmsItDecidesNothing() {
    assertThat(options("--bandwidth", "bda").notes(PLAN))
        .containsExactly(
            "--bandwidth decides nothing for db, mail: post-copy has no rounds, it sends as fast as"
                + " the reservation lets it",
            "--bandwidth decides the first round only for shop: post-copy follows it");
  }

  @Test
  void check_severalConnectionsForPostCopy_namesTheVmsAndWhatToDo() {
    options("--connections", "1").check(PLAN);
    assertThatThrownBy(() -> options("--connections", "2").check(PLAN))
        .hasMessage(
            "--connections 2 is for pre-copy, but db, mail, shop would not move by that;"
                + " add --technique pre-copy, or leave it out");
  }

  @Test
  void notes_withoutBandwidth_areNone() {
    assertThat(options().notes(PLAN)).isEmpty();
  }
}
