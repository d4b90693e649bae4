package dev.drover.cli.reproduce.trafficaware;

import dev.drover.cli.reproduce.DataTable;
import dev.drover.cli.reproduce.Effort;
import dev.drover.cli.reproduce.Figure;
import dev.drover.cli.reproduce.FigureId;
import dev.drover.cli.reproduce.Finding;
import dev.drover.cli.reproduce.Finding.Claim;
import dev.drover.cli.reproduce.Finding.Plot;
import dev.drover.cli.reproduce.Finding.Verdict;
import dev.drover.cli.reproduce.Outcomes;
import dev.drover.cli.reproduce.Paper;
import dev.drover.cli.reproduce.Trial;
import dev.drover.cli.reproduce.chart.Datum;
import dev.drover.cli.reproduce.chart.LineChart;
import dev.drover.decide.evacuation.TrafficAwareSettings;
import dev.drover.decide.reservation.BandwidthReservation;
import dev.drover.decide.reservation.Transfer;
import dev.drover.decide.traffic.TrafficCategorizer;
import dev.drover.model.Priority;
import dev.drover.model.Reservation;
import dev.drover.model.Sla;
import dev.drover.model.Traffic;
import dev.drover.model.unit.BitRate;
import java.util.ArrayList;
import java.util.List;

/** How a NIC is divided between migration and a tenant, by priority and by what the tenant uses. */
public final class ReservationFigure implements Figure {
  private static final Sla TENANT =
      new Sla(BitRate.ofMegabitsPerSecond(200), BitRate.ofMegabitsPerSecond(600));
  private static final int STEP = 50;
  private static final int MOST = 800;

  /** What the tenant uses where one figure stands for all. */
  private static final int SOME = 400;

  private final TrafficAwareSettings settings = TrafficAwareSettings.defaults();
  private final TrafficAwareSettings letter = settings.toTheLetter();

  /** A rule of the paper and the decider that carries it out. */
  private record Rule(String name, Priority priority, TrafficAwareSettings settings) {}

  @Override
  public FigureId id() {
    return new FigureId(Paper.TRAFFIC_AWARE, "reservation");
  }

  @Override
  public String title() {
    return "Bandwidth reserved, by priority";
  }

  @Override
  public String place() {
    return "Proposed Algorithm, step 4";
  }

  @Override
  public List<Trial> trials(Effort effort) {
    return List.of();
  }

  private List<Rule> rules() {
    return List.of(
        new Rule("high, traffic-aware-paper", Priority.HIGH, letter),
        new Rule("high, traffic-aware", Priority.HIGH, settings),
        new Rule("medium", Priority.MEDIUM, settings),
        new Rule("low", Priority.LOW, settings));
  }

  @Override
  public Finding evaluate(Effort effort, Outcomes outcomes) {
    List<LineChart.Series> lines = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (Rule rule : rules()) {
      List<LineChart.Point> points = new ArrayList<>();
      for (int use = 0; use <= MOST; use += STEP) {
        Reservation reservation = egress(rule, use);
        points.add(new LineChart.Point(use, Datum.exact(megabits(reservation.migration()))));
        rows.add(row(rule, use, reservation));
      }
      lines.add(new LineChart.Series(rule.name(), points));
    }
    String svg =
        LineChart.draw(
            "Bandwidth guaranteed to migration against what the tenant uses, by priority",
            new LineChart.Across.Numbers("what the tenant uses, Mbit/s", 0, MOST),
            "guaranteed to migration, Mbit/s",
            lines);
    return new Finding(
        setUp(),
        claims(),
        List.of(new Plot("", "Bandwidth guaranteed to migration, by priority", svg)),
        List.of(),
        List.of(new DataTable("", HEAD, rows)),
        List.of(
            "What is guaranteed to one side and not used is borrowed by the other, up to the"
                + " ceiling in the CSV; a low-priority migration lives on what it borrows."));
  }

  private static String setUp() {
    return """
    Asked of `BandwidthReservation`: the egress of a %s NIC that a migration and one tenant share, the
    tenant promised %s to %s of goodput. The paper gives rules and no figures; rates here are on the
    wire, where goodput counts 1.06 times.\
    """
        .formatted(TestBed.NIC, TENANT.lower(), TENANT.upper());
  }

  private List<Claim> claims() {
    Rule letter = rules().getFirst();
    Rule high = rules().get(1);
    Rule medium = rules().get(2);
    Reservation paper = egress(letter, SOME);
    Reservation low = egress(rules().getLast(), SOME);
    return List.of(
        new Claim(
            "high priority: the workload keeps",
            "its lower limit, " + TENANT.lower(),
            paper.workload() + " (`traffic-aware-paper`)",
            verdict(paper.workload(), TENANT.lower()),
            "the limit as a rate on the wire, and a fifth above it, because TCP held exactly at a"
                + " limit falls below it"),
        new Claim(
            "high priority: migration has",
            "all but that, " + TestBed.NIC.minusOrZero(TENANT.lower()),
            "%s (`traffic-aware-paper`), %s (`traffic-aware`)"
                .formatted(paper.migration(), egress(high, SOME).migration()),
            verdict(paper.migration(), TestBed.NIC.minusOrZero(TENANT.lower())),
            "for the same reason; `traffic-aware` takes from a tenant that uses "
                + SOME
                + " Mbit/s only what it lacks to half the NIC"),
        mediumClaim(egress(medium, 0).workload(), egress(medium, MOST).workload()),
        new Claim(
            "low priority: migration has",
            "whatever is available",
            "%s guaranteed, the rest of up to %s borrowed while the tenant leaves it"
                .formatted(low.migration(), low.migrationCeiling()),
            low.migrationYields() && low.migrationCeiling().equals(TestBed.NIC)
                ? Verdict.AGREES
                : Verdict.DIFFERS,
            "the guarantee lets a migration over a full link end"));
  }

  private static Claim mediumClaim(BitRate least, BitRate most) {
    double overhead = TrafficAwareSettings.defaults().links().wireOverhead();
    boolean between =
        least.compareTo(TENANT.lower()) >= 0
            && least.compareTo(most) < 0
            && most.compareTo(TENANT.upper().times(overhead)) <= 0;
    return new Claim(
        "medium priority: the workload keeps",
        "at most its upper limit, %s; as it uses less down to its lower limit, %s"
            .formatted(TENANT.upper(), TENANT.lower()),
        "%s down to %s".formatted(most, least),
        between ? Verdict.AGREES : Verdict.DIFFERS,
        "limits as rates on the wire, the lower one with a fifth above it");
  }

  private static Verdict verdict(BitRate ours, BitRate published) {
    double ratio = ours.fractionOf(published);
    return ratio == 1
        ? Verdict.AGREES
        : ratio > 0.7 && ratio < 1.3 ? Verdict.DIRECTION : Verdict.DIFFERS;
  }

  private Reservation egress(Rule rule, int use) {
    Traffic traffic = new Traffic(BitRate.ZERO, BitRate.ofMegabitsPerSecond(use));
    BandwidthReservation reservation =
        new BandwidthReservation(
            rule.settings().reservation(),
            rule.settings().links(),
            new TrafficCategorizer(rule.settings().traffic()));
    return reservation
        .reserve(
            TestBed.cluster(
                List.of(
                    TestBed.vm("moving", "source", rule.priority(), TestBed.NO_SLA, Traffic.NONE),
                    TestBed.vm("tenant", "source", Priority.LOW, TENANT, traffic))),
            List.of(
                new Transfer(
                    "moving", "source", "destination", rule.priority(), BitRate.ZERO, true, false)))
        .stream()
        .filter(one -> one.host().equals("source"))
        .findFirst()
        .orElseThrow();
  }

  private static final List<String> HEAD =
      List.of(
          "rule",
          "tenant_use_mbit_s",
          "migration_guaranteed_mbit_s",
          "migration_ceiling_mbit_s",
          "migration_yields",
          "workload_guaranteed_mbit_s");

  private static List<String> row(Rule rule, int use, Reservation reservation) {
    return List.of(
        rule.name(),
        Integer.toString(use),
        DataTable.number(megabits(reservation.migration())),
        DataTable.number(megabits(reservation.migrationCeiling())),
        Boolean.toString(reservation.migrationYields()),
        DataTable.number(megabits(reservation.workload())));
  }

  private static double megabits(BitRate rate) {
    return rate.bitsPerSecond() / 1e6;
  }
}
