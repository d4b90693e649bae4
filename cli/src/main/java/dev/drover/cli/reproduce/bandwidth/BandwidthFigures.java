package dev.drover.cli.reproduce.bandwidth;

import dev.drover.cli.reproduce.Figure;
import dev.drover.cli.reproduce.bandwidth.AlgorithmFigure.Drawn;
import dev.drover.cli.reproduce.bandwidth.AlgorithmFigure.Group;
import dev.drover.cli.reproduce.bandwidth.Points.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The figures of the paper, and one of how its equations can be read. */
public final class BandwidthFigures {
  private static final List<String> ALGORITHMS = List.of("pca", "ppc", "bda");
  private static final String MEMORY = "memory of the VM, MiB";

  private BandwidthFigures() {}

  /** {@return all of them} */
  public static List<Figure> all() {
    return List.of(
        new AlgorithmFigure(
            "fig2",
            "Fig. 2: downtime by memory",
            "section 4.2.1",
            MEMORY,
            List.of(Drawn.DOWNTIME),
            bySize("almost the same", "shorter"),
            ALGORITHMS),
        new AlgorithmFigure(
            "fig3",
            "Fig. 3: total migration time by memory",
            "section 4.2.2",
            MEMORY,
            List.of(Drawn.TOTAL),
            bySize("not much difference", "significantly shorter"),
            ALGORITHMS),
        new AlgorithmFigure(
            "fig4",
            "Fig. 4: downtime by workload",
            "section 4.3.1",
            "workload of a VM of 1024 MiB",
            List.of(Drawn.DOWNTIME),
            byWorkload(new Published.Same("not significantly less"), 9.85, 1.66),
            ALGORITHMS),
        new AlgorithmFigure(
            "fig5",
            "Fig. 5: total migration time by workload",
            "section 4.3.2",
            "workload of a VM of 1024 MiB",
            List.of(Drawn.TOTAL),
            byWorkload(new Published.SlightlyMore("a small increase"), 9.51, 1.47),
            ALGORITHMS),
        new AlgorithmFigure(
            "readings",
            "BDA by each reading of its coefficients, and Xen's incremental allocation",
            "not in the paper: sections 3.2 and Fig. 1 define a and b in three ways",
            "workload of a VM of 512 MiB",
            List.of(Drawn.TOTAL, Drawn.DOWNTIME.named("downtime")),
            readings(),
            List.of("ppc", "bda", "bda-usage", "bda-printed", "xen-incremental")),
        new AlgorithmFigure(
            "dirty-rate",
            "Is there a dirty rate at which BDA helps?",
            "not in the paper: the gain by how fast a guest writes",
            "writes a second, nine of ten to 64 MiB, of a VM of 512 MiB",
            List.of(Drawn.TOTAL, Drawn.DOWNTIME.named("downtime")),
            dirtyRates(),
            ALGORITHMS));
  }

  private static List<Group> bySize(String small, String large) {
    List<Group> groups = new ArrayList<>();
    for (int size : List.of(128, 256, 512, 1024, 2048)) {
      Published published = size <= 256 ? new Published.Same(small) : new Published.Less(large);
      groups.add(
          new Group(
              Integer.toString(size),
              size,
              Workload.KCS.writes(),
              Optional.of(published),
              size > 256));
    }
    return groups;
  }

  private static List<Group> byWorkload(Published idle, double compiling, double intermittent) {
    return List.of(
        byWorkload(Workload.IS, idle),
        byWorkload(Workload.KCS, new Published.LessBy(compiling)),
        byWorkload(Workload.IKCS, new Published.LessBy(intermittent)));
  }

  private static Group byWorkload(Workload workload, Published published) {
    return new Group(
        workload.name(), 1024, workload.writes(), Optional.of(published), workload != Workload.IS);
  }

  private static List<Group> readings() {
    List<Group> groups = new ArrayList<>();
    for (Workload workload : Workload.values()) {
      groups.add(new Group(workload.name(), 512, workload.writes(), Optional.empty(), false));
    }
    return groups;
  }

  private static List<Group> dirtyRates() {
    List<Group> groups = new ArrayList<>();
    for (int rate : List.of(250, 500, 1000, 2000, 4000, 8000)) {
      String writes =
          "{pattern: hot-cold, rate: %d, workingSet: 64MiB, hotShare: 0.9}".formatted(rate);
      groups.add(new Group(Integer.toString(rate), 512, writes, Optional.empty(), rate % 500 == 0));
    }
    return groups;
  }
}
