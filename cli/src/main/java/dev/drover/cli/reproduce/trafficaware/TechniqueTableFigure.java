package dev.drover.cli.reproduce.trafficaware;

import dev.drover.cli.reproduce.DataTable;
import dev.drover.cli.reproduce.Effort;
import dev.drover.cli.reproduce.Figure;
import dev.drover.cli.reproduce.FigureId;
import dev.drover.cli.reproduce.Finding;
import dev.drover.cli.reproduce.Finding.Claim;
import dev.drover.cli.reproduce.Finding.Shown;
import dev.drover.cli.reproduce.Finding.Verdict;
import dev.drover.cli.reproduce.Outcomes;
import dev.drover.cli.reproduce.Paper;
import dev.drover.cli.reproduce.Trial;
import dev.drover.decide.evacuation.TrafficAwareSettings;
import dev.drover.decide.link.ClusterLoad;
import dev.drover.decide.prediction.MigrationCase;
import dev.drover.decide.prediction.MigrationModel;
import dev.drover.decide.reservation.ReservedSharing;
import dev.drover.decide.technique.TechniqueChoice;
import dev.drover.decide.technique.TechniquePredictor;
import dev.drover.decide.technique.TechniqueSelector;
import dev.drover.decide.traffic.TrafficCategorizer;
import dev.drover.model.Cluster;
import dev.drover.model.Priority;
import dev.drover.model.Technique;
import dev.drover.model.TrafficClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which technique for which traffic: the paper's table, cell by cell, against the selector. */
public final class TechniqueTableFigure implements Figure {
  private static final List<TrafficClass> DIRECTIONS =
      List.of(TrafficClass.INCOMING, TrafficClass.OUTGOING);
  private static final List<String> HEAD =
      List.of(
          "source / destination / VM",
          "priority",
          "paper",
          "traffic-aware-paper",
          "traffic-aware",
          "fastest by the model");

  private final TrafficAwareSettings settings = TrafficAwareSettings.defaults();
  private final TechniquePredictor predictor =
      new TechniquePredictor(
          new MigrationModel(settings.model(), new ReservedSharing(settings.reservation())),
          settings.cost());

  /** A cell: traffic and priority, what the paper says and what the deciders answer. */
  private record Cell(
      TrafficClass source,
      TrafficClass destination,
      TrafficClass vm,
      Priority priority,
      Optional<Technique> published,
      TechniqueChoice letter,
      TechniqueChoice guarded,
      Technique fastest,
      Technique cheapest) {
    String published(String silent) {
      return published.map(Technique::toString).orElse(silent);
    }
  }

  @Override
  public FigureId id() {
    return new FigureId(Paper.TRAFFIC_AWARE, "technique");
  }

  @Override
  public String title() {
    return "Technique by traffic";
  }

  @Override
  public String place() {
    return "Preliminary Study; Proposed Algorithm, step 2";
  }

  @Override
  public List<Trial> trials(Effort effort) {
    return List.of();
  }

  @Override
  public Finding evaluate(Effort effort, Outcomes outcomes) {
    List<Cell> directed = cells(DIRECTIONS);
    List<Cell> published = directed.stream().filter(c -> c.published().isPresent()).toList();
    long same = published.stream().filter(c -> agrees(c, c.letter().technique())).count();
    long kept = published.stream().filter(c -> agrees(c, c.guarded().technique())).count();
    long fastest = published.stream().filter(c -> agrees(c, c.fastest())).count();
    long cheapest = published.stream().filter(c -> agrees(c, c.cheapest())).count();
    int all = published.size();
    return new Finding(
        setUp(),
        List.of(
            new Claim(
                "cells of the table, to the letter (`traffic-aware-paper`)",
                all + " cells",
                same + " the same",
                same == all ? Verdict.AGREES : Verdict.DIFFERS,
                ""),
            new Claim(
                "the same where the tenant has an SLA (`traffic-aware`)",
                all + " cells",
                kept + " the same",
                kept == all ? Verdict.AGREES : Verdict.DIFFERS,
                kept == all
                    ? ""
                    : "the SLA guard overrules cells whose technique would leave clients without an"
                        + " answer for longer than the SLA allows"),
            new Claim(
                "the technique that Drover's model expects to be fastest",
                all + " cells, found by experiment",
                fastest + " the same",
                fastest == all ? Verdict.AGREES : Verdict.DIFFERS,
                "with downtime, split memory and lost workload priced as `CostWeights` has it, "
                    + cheapest
                    + " are"
                    + (fastest == all ? "" : "; the paper's hosts, VMs and rates are not given"))),
        List.of(),
        List.of(new Shown("", shown(directed))),
        List.of(data()),
        List.of(remark()));
  }

  private static String setUp() {
    return """
    Asked of `TechniqueSelector` for a VM with %s of memory that dirties %s of %s and has %s of
    traffic in its direction and an SLA of %s to %s, between hosts with %s of other traffic on %s NICs.
    The paper's table depends on the directions and the priority alone; the sizes, which it does not
    give, count where it is silent ("–": medium priority; mixed and idle traffic, in the CSV) and for
    the last two columns.\
    """
        .formatted(
            TestBed.VM_MEMORY,
            TestBed.DIRTY_RATE,
            TestBed.WORKING_SET,
            TestBed.VM_TRAFFIC,
            TestBed.VM_SLA.lower(),
            TestBed.VM_SLA.upper(),
            TestBed.HOST_TRAFFIC,
            TestBed.NIC);
  }

  private static String remark() {
    return "The paper found its cells by experiment; "
        + "[traffic-aware.md](traffic-aware.md) has the same combinations measured with real"
        + " guests, each with all three techniques.";
  }

  private static boolean agrees(Cell cell, Technique technique) {
    return cell.published().equals(Optional.of(technique));
  }

  private DataTable shown(List<Cell> cells) {
    List<List<String>> rows = new ArrayList<>();
    for (Cell cell : cells) {
      rows.add(
          List.of(
              cell.source() + " / " + cell.destination() + " / " + cell.vm(),
              cell.priority().toString(),
              cell.published("–"),
              marked(cell, cell.letter().technique()),
              marked(cell, cell.guarded().technique()),
              marked(cell, cell.fastest())));
    }
    return new DataTable("", HEAD, rows);
  }

  private static String marked(Cell cell, Technique technique) {
    return cell.published().isEmpty() || agrees(cell, technique)
        ? technique.toString()
        : "**" + technique + "**";
  }

  private DataTable data() {
    List<List<String>> rows = new ArrayList<>();
    for (Cell cell : cells(Arrays.asList(TrafficClass.values()))) {
      rows.add(
          List.of(
              cell.source().toString(),
              cell.destination().toString(),
              cell.vm().toString(),
              cell.priority().toString(),
              cell.published(""),
              cell.letter().technique().toString(),
              cell.guarded().technique().toString(),
              cell.fastest().toString(),
              cell.cheapest().toString(),
              cell.guarded().text()));
    }
    return new DataTable(
        "",
        List.of(
            "source",
            "destination",
            "vm",
            "priority",
            "published",
            "traffic_aware_paper",
            "traffic_aware",
            "fastest",
            "cheapest",
            "why"),
        rows);
  }

  private List<Cell> cells(List<TrafficClass> classes) {
    List<Cell> cells = new ArrayList<>();
    for (TrafficClass source : classes) {
      for (TrafficClass destination : classes) {
        for (TrafficClass vm : classes) {
          for (Priority priority : Priority.values()) {
            cells.add(cell(source, destination, vm, priority));
          }
        }
      }
    }
    return cells;
  }

  private Cell cell(
      TrafficClass source, TrafficClass destination, TrafficClass vm, Priority priority) {
    Cluster cluster = TestBed.cluster(source, destination, vm, priority, TestBed.VM_SLA);
    ClusterLoad load =
        new ClusterLoad(cluster, settings.links(), new TrafficCategorizer(settings.traffic()));
    MigrationCase migration =
        MigrationCase.of(load, cluster.vm("moving").orElseThrow(), "destination", priority, 1, 1);
    return new Cell(
        source,
        destination,
        vm,
        priority,
        PublishedTechniques.lookup(source, destination, vm, priority),
        new TechniqueSelector(predictor, Optional.empty())
            .select(migration, source, destination, vm, Optional.empty()),
        new TechniqueSelector(predictor, settings.guard())
            .select(migration, source, destination, vm, Optional.empty()),
        fastest(migration),
        predictor.rank(migration).getFirst().technique());
  }

  private Technique fastest(MigrationCase migration) {
    return predictor.rank(migration).stream()
        .min(Comparator.comparing(candidate -> candidate.forecast().totalTime()))
        .orElseThrow()
        .technique();
  }
}
