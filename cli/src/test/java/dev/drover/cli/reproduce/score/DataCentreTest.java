package dev.drover.cli.reproduce.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.simulate.datacentre.AllocationCheck;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DataCentreTest {
  @ParameterizedTest
  @EnumSource(Start.class)
  void draw_everyStart_fitsThePapersServersAndIsTheSameForTheSameSeed(Start start) {
    DataCentre.Drawn drawn = new DataCentre(Levels.FOUR, start).draw(1);
    assertThat(drawn.layers().servers()).isEqualTo(2560);
    assertThat(drawn.start().capacity().slots()).isEqualTo(40960);
    assertThat(
            AllocationCheck.faults(
                drawn.start().capacity(), DataCentre.VMS, drawn.start().serverOf()))
        .isEmpty();
    assertThat(new DataCentre(Levels.FOUR, start).draw(1).start().serverOf())
        .isEqualTo(drawn.start().serverOf());
  }

  @ParameterizedTest
  @EnumSource(Levels.class)
  void layers_both_haveThePapersRacks(Levels levels) {
    int servers = levels.layers().servers() / Levels.RACKS;
    assertThat(servers).isEqualTo(20);
    assertThat(levels.layers().level(0, servers - 1)).isEqualTo(1);
    assertThat(levels.layers().level(servers - 1, servers)).isEqualTo(2);
    assertThat(levels.layers().level(0, 2559)).isEqualTo(levels == Levels.FOUR ? 4 : 3);
  }
}
