package dev.drover.cli.reproduce.xialab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.reproduce.xialab.Cell.Domain;
import dev.drover.cli.reproduce.xialab.Cell.Load;
import dev.drover.cli.reproduce.xialab.Cell.Network;
import dev.drover.lab.file.LabFile;
import dev.drover.lab.file.Workload;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class CellLabTest {
  static Stream<Cell> cells() {
    return Cell.of(
        Arrays.asList(Network.values()),
        Arrays.asList(Domain.values()),
        Arrays.asList(Load.values()))
        .stream();
  }

  @ParameterizedTest
  @MethodSource("cells")
  void yaml_ofEveryCell_isALabThatAsksAndProbesFinely(Cell cell) {
    LabFile lab = LabFile.parse(CellLab.yaml(cell, Scale.USUAL), "cell.yaml");

    Workload workload = lab.vm(CellLab.VM).workload();
    Workload.Calculation calculation = workload.calculation().orElseThrow();
    assertThat(lab.probing().toMillis()).isEqualTo(1);
    assertThat(lab.routers()).hasSize(cell.domain() == Domain.INTRA ? 1 : 2);
    assertThat(lab.routerOf("c")).isEqualTo(lab.routerOf(CellLab.SOURCE));
    assertThat(lab.routerOf("c").equals(lab.routerOf(CellLab.DESTINATION)))
        .isEqualTo(cell.domain() == Domain.INTRA);
    assertThat(calculation.over() == Workload.Over.XIA)
        .isEqualTo(List.of(Network.XIA_PAPER, Network.XIA_FAST).contains(cell.network()));
    assertThat(workload.load().isPresent()).isEqualTo(cell.load() != Load.CALCULATION);
  }

  /** Who brings the shipped labs up sees what is measured. */
  @ParameterizedTest
  @EnumSource(Domain.class)
  void yaml_ofXia_isTheShippedLab(Domain domain) {
    Cell cell = new Cell(Network.XIA_FAST, domain, Load.CALCULATION);
    LabFile lab = LabFile.parse(CellLab.yaml(cell, Scale.USUAL), "cell.yaml");
    LabFile shipped = LabFile.read(Path.of("../scenarios/xia-" + domain.id() + ".yaml"));

    assertThat(shipped.vms()).isEqualTo(lab.vms());
    assertThat(shipped.routers()).isEqualTo(lab.routers());
    assertThat(shipped.hosts()).isEqualTo(lab.hosts());
    assertThat(shipped.links()).containsExactlyInAnyOrderElementsOf(lab.links());
    assertThat(shipped.xia()).isEqualTo(lab.xia());
  }

  @Test
  void yaml_ofALook_hasNoDisk() {
    Cell cell = new Cell(Network.TCP, Domain.INTRA, Load.CALCULATION);
    LabFile lab = LabFile.parse(CellLab.yaml(cell, Scale.SMALL), "cell.yaml");

    assertThat(lab.vm(CellLab.VM).disk()).isEmpty();
  }

  @Test
  void cells_thatAreCompared_areNextToEachOther() {
    List<Cell> cells =
        Cell.of(Network.compared(), Arrays.asList(Domain.values()), Arrays.asList(Load.values()));

    assertThat(cells).hasSize(18).doesNotHaveDuplicates();
    for (int i = 0; i < cells.size(); i += 3) {
      List<Cell> three = cells.subList(i, i + 3);
      assertThat(three.stream().map(Cell::network)).containsExactlyElementsOf(Network.compared());
      assertThat(three.stream().map(Cell::domain).distinct()).hasSize(1);
      assertThat(three.stream().map(Cell::load).distinct()).hasSize(1);
    }
  }
}
