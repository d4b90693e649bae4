package dev.drover.decide.technique;

import static dev.drover.decide.testing.Some.host;
import static dev.drover.decide.testing.Some.traffic;
import static dev.drover.decide.testing.Some.vm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.decide.link.ClusterLoad;
import dev.drover.decide.link.LinkSettings;
import dev.drover.decide.prediction.MigrationCase;
import dev.drover.decide.prediction.MigrationModel;
import dev.drover.decide.prediction.ModelConstants;
import dev.drover.decide.reservation.ReservationSettings;
import dev.drover.decide.reservation.ReservedSharing;
import dev.drover.decide.technique.TechniquePredictor.Candidate;
import dev.drover.decide.testing.Some;
import dev.drover.decide.traffic.TrafficCategorizer;
import dev.drover.decide.traffic.TrafficThresholds;
import dev.drover.model.Cluster;
import dev.drover.model.Priority;
import dev.drover.model.Technique;
import dev.drover.model.Traffic;
import dev.drover.model.VmObservation;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TechniqueSelectorTest {
  private static final Traffic NOTHING = traffic(0, 0);

  private final TechniquePredictor predictor =
      new TechniquePredictor(
          new MigrationModel(
              ModelConstants.defaults(), new ReservedSharing(ReservationSettings.defaults())),
          CostWeights.defaults());

  private Optional<SlaGuard> guard = Optional.of(SlaGuard.defaults());

  @Test
  void combinationInTheTable_comesFromTheTable() {
    VmObservation vm = vm("a", "h1", Priority.HIGH, traffic(50, 1));
    TechniqueChoice choice = select(vm, traffic(50, 101), traffic(100, 1), Optional.empty());
    assertThat(choice.technique()).isEqualTo(Technique.HYBRID);
    assertThat(choice.text())
        .isEqualTo(
            "source NIC outgoing, destination incoming, VM incoming → hybrid (table: out/in)");
  }

  @Test
  void mediumPriority_whereTheTableIsSilent_isPredicted() {
    VmObservation vm = vm("a", "h1", Priority.MEDIUM, traffic(50, 1));
    TechniqueChoice choice = select(vm, traffic(50, 101), traffic(100, 1), Optional.empty());
    assertThat(choice.basis()).isInstanceOf(TechniqueChoice.Predicted.class);
    assertThat(choice.text()).contains("(predicted: ", "pre-copy ", "hybrid ", "cost ");
  }

  @ParameterizedTest
  @EnumSource(Priority.class)
  void idleVm_onAnIdleNetwork_isPredictedToBePreCopied(Priority priority) {
    TechniqueChoice choice =
        select(vm("a", "h1", priority, NOTHING), NOTHING, NOTHING, Optional.empty());
    assertThat(choice.technique()).isEqualTo(Technique.PRE_COPY);
  }

  @ParameterizedTest
  @EnumSource(Priority.class)
  void writerThatPreCopyCannotFollow_isNotPreCopied(Priority priority) {
    VmObservation writer =
        Some.dirtying(
            vm("a", "h1", priority, NOTHING),
            DirtyRate.ofBytesPerSecond(60_000_000),
            Bytes.ofMebibytes(100));
    TechniqueChoice choice = select(writer, NOTHING, NOTHING, Optional.empty());
    assertThat(choice.technique()).isNotEqualTo(Technique.PRE_COPY);
    assertThat(choice.text()).contains("does not converge");
  }

  @Test
  void urgentVmThatOnlyCompetesWithItself_isNotMadeToWaitForItsPages() {
    VmObservation sender = vm("a", "h1", Priority.HIGH, traffic(2, 180));
    TechniqueChoice choice = select(sender, traffic(2, 180), NOTHING, Optional.empty());
    assertThat(choice.basis()).isInstanceOf(TechniqueChoice.Predicted.class);
    assertThat(choice.technique()).isNotEqualTo(Technique.POST_COPY);
  }

  @Test
  void ranking_isByCostAndComplete() {
    VmObservation mixed = vm("a", "h1", Priority.LOW, traffic(60, 60));
    TechniqueChoice choice = select(mixed, traffic(60, 60), NOTHING, Optional.empty());
    assertThat(choice.basis()).isInstanceOf(TechniqueChoice.Predicted.class);
    List<Candidate> ranking = ((TechniqueChoice.Predicted) choice.basis()).ranking();
    assertThat(ranking)
        .extracting(Candidate::technique)
        .containsExactlyInAnyOrder(Technique.values());
    assertThat(ranking).extracting(Candidate::cost).isSorted();
    assertThat(choice.technique()).isEqualTo(ranking.getFirst().technique());
  }

  @Test
  void techniqueAskedFor_isTaken() {
    VmObservation vm = vm("a", "h1", Priority.HIGH, traffic(50, 1));
    TechniqueChoice choice =
        select(vm, traffic(50, 101), traffic(100, 1), Optional.of(Technique.PRE_COPY));
    assertThat(choice.text()).isEqualTo("pre-copy (asked for)");
  }

  @Test
  void tableThatWouldBreakTheSla_isOverruledAndSaysSo() {
    VmObservation vm = vm("a", "h1", Priority.MEDIUM, Some.sla(15, 60), traffic(40, 1));
    TechniqueChoice choice = select(vm, traffic(40, 101), traffic(1, 100), Optional.empty());
    assertThat(choice.technique()).isNotEqualTo(Technique.POST_COPY);
    assertThat(choice.basis()).isInstanceOf(TechniqueChoice.Overruled.class);
    assertThat(choice.text())
        .contains("(table: out/out → post-copy, no answer for ", "SLA allows ");
  }

  @Test
  void tableWithoutGuard_isFollowedWhateverItCosts() {
    guard = Optional.empty();
    VmObservation vm = vm("a", "h1", Priority.MEDIUM, Some.sla(15, 60), traffic(40, 1));
    TechniqueChoice choice = select(vm, traffic(40, 101), traffic(1, 100), Optional.empty());
    assertThat(choice.text())
        .isEqualTo(
            "source NIC outgoing, destination outgoing, VM incoming → post-copy (table: out/out)");
  }

  @Test
  void table_isFollowedWhereNothingWasPromised() {
    VmObservation vm = vm("a", "h1", Priority.MEDIUM, traffic(40, 1));
    TechniqueChoice choice = select(vm, traffic(40, 101), traffic(1, 100), Optional.empty());
    assertThat(choice.technique()).isEqualTo(Technique.POST_COPY);
  }

  @Test
  void weights_negative_areRefused() {
    assertThatThrownBy(() -> new CostWeights.Weights(1, -1, 0, 0, 0))
        .hasMessageContaining("downtime -1");
  }

  private TechniqueChoice select(
      VmObservation vm, Traffic source, Traffic destination, Optional<Technique> asked) {
    ClusterLoad load =
        new ClusterLoad(
            new Cluster(
                List.of(host("h1", 4096, source), host("h2", 4096, destination)), List.of(vm)),
            LinkSettings.defaults(),
            new TrafficCategorizer(TrafficThresholds.defaults()));
    return new TechniqueSelector(predictor, guard)
        .select(
            MigrationCase.of(load, vm, "h2", vm.priority(), 1, 1),
            load.classOfOthers("h1", vm),
            load.classOfOthers("h2", vm),
            load.classOf(vm),
            asked);
  }
}
