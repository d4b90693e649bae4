package dev.drover.decide.evacuation;

import dev.drover.decide.link.ClusterLoad;
import dev.drover.decide.placement.DestinationChooser;
import dev.drover.decide.placement.HostPreference;
import dev.drover.decide.placement.Placement;
import dev.drover.decide.placement.Placement.Destination;
import dev.drover.decide.prediction.MigrationCase;
import dev.drover.decide.prediction.MigrationModel;
import dev.drover.decide.reservation.BandwidthReservation;
import dev.drover.decide.reservation.ReservedSharing;
import dev.drover.decide.reservation.Transfer;
import dev.drover.decide.schedule.PathContention;
import dev.drover.decide.schedule.StrategySelector;
import dev.drover.decide.technique.TechniqueChoice;
import dev.drover.decide.technique.TechniquePredictor;
import dev.drover.decide.technique.TechniqueSelector;
import dev.drover.decide.traffic.TrafficCategorizer;
import dev.drover.model.Cluster;
import dev.drover.model.PlanResult;
import dev.drover.model.Priority;
import dev.drover.model.Reservation;
import dev.drover.model.Strategy;
import dev.drover.model.Technique;
import dev.drover.model.TrafficClass;
import dev.drover.model.VmObservation;
import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The traffic-aware migration algorithm (traffic-aware paper, "Proposed Algorithm"), steps 1 to 4;
 * step 5 belongs to whoever carries the plan out.
 *
 * <p>Priorities go in the order high, medium, low. Within one, every VM that is to go in parallel
 * makes up one group; when none is, the first serial VM is a group of its own. After each group the
 * load is what it will be once the group has left, and the VMs that remain are looked at again: the
 * departure of one may free the link for all others.
 *
 * <p>Among serial VMs those go first that relieve the source's egress at once: outgoing VMs in
 * post-copy take their traffic along at the first moment, so they do not compete with their own
 * migration and every later migration finds the egress freer. An outgoing VM in pre-copy relieves
 * it too, at its end, so it comes next. Incoming VMs go last: at their destination they are in the
 * way of all that follow. Of the others the one with least memory to move is first: the sum of
 * waiting times is smallest then.
 */
public final class TrafficAwarePolicy implements EvacuationPolicy {
  private final String name;
  private final TrafficAwareSettings settings;
  private final TrafficCategorizer categorizer;
  private final BandwidthReservation reservation;
  private final DestinationChooser chooser;
  private final TechniqueSelector techniques;
  private final GangTurns turns;
  private final PlanWriter writer;

  public TrafficAwarePolicy(String name, TrafficAwareSettings settings) {
    this.name = name;
    this.settings = settings;
    this.categorizer = new TrafficCategorizer(settings.traffic());
    this.reservation =
        new BandwidthReservation(settings.reservation(), settings.links(), categorizer);
    this.chooser = new DestinationChooser(reservation, new HostPreference.LeastLoadedNic());
    MigrationModel model =
        new MigrationModel(settings.model(), new ReservedSharing(settings.reservation()));
    this.techniques =
        new TechniqueSelector(new TechniquePredictor(model, settings.cost()), settings.guard());
    this.turns = new GangTurns(settings.reservation(), settings.besideFrom());
    this.writer = PlanWriter.inTurns(model);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public EvacuationPolicy inHaste() {
    return new TrafficAwarePolicy(name, settings.inHaste());
  }

  @Override
  public String description() {
    String table =
        settings.guard().isPresent()
            ? "the paper's table of techniques, unless it would break an SLA"
            : "the paper's table of techniques to the letter";
    return table + "; serial or parallel by contention, bandwidth reserved by priority and SLA";
  }

  @Override
  public Duration downtimeLimit() {
    return settings.model().downtimeLimit();
  }

  @Override
  public boolean helpsConvergence() {
    return true;
  }

  @Override
  public PlanResult plan(Cluster cluster, PlanRequest request) {
    Question question = Question.of(cluster, request);
    ClusterLoad load = new ClusterLoad(cluster, settings.links(), categorizer);
    return switch (question.place(chooser, load)) {
      case Placement.NotFound(var reasons) -> new PlanResult.Infeasible(reasons);
      case Placement.Found(var destinations) ->
          new PlanResult.Feasible(
              writer.write(load, request.source(), name, groups(question, load, destinations)));
    };
  }

  @Override
  public List<Reservation> reserve(Cluster now, List<ActiveMigration> active) {
    return reservation.reserve(now, active.stream().map(this::transfer).toList());
  }

  @Override
  public SortedMap<String, BitRate> limit(Cluster now, List<ActiveMigration> active) {
    return active.size() < 2
        ? Collections.emptySortedMap()
        : turns.limits(now, active, reserve(now, active));
  }

  private List<List<Draft>> groups(
      Question question, ClusterLoad observed, SortedMap<String, Destination> destinations) {
    List<List<Draft>> groups = new ArrayList<>();
    ClusterLoad load = observed;
    for (Priority priority : Priority.values()) {
      List<VmObservation> waiting =
          new ArrayList<>(
              question.vms().stream().filter(vm -> question.priority(vm) == priority).toList());
      while (!waiting.isEmpty()) {
        List<Draft> group =
            next(drafts(waiting, priority, question.request(), load, destinations), load);
        groups.add(group);
        waiting.removeAll(group.stream().map(Draft::vm).toList());
        load = PlanWriter.moved(load, group);
      }
    }
    return groups;
  }

  private static List<Draft> next(List<Draft> drafts, ClusterLoad load) {
    List<Draft> gang =
        drafts.stream().filter(draft -> draft.strategy() == Strategy.PARALLEL).toList();
    return gang.isEmpty() ? List.of(drafts.stream().min(serialOrder(load)).orElseThrow()) : gang;
  }

  private List<Draft> drafts(
      List<VmObservation> waiting,
      Priority priority,
      PlanRequest request,
      ClusterLoad load,
      SortedMap<String, Destination> destinations) {
    return waiting.stream()
        .map(vm -> {
          Destination destination = Optional.ofNullable(destinations.get(vm.name())).orElseThrow();
          return draft(load, vm, priority, destination, request.technique());
        })
        .toList();
  }

  private Draft draft(
      ClusterLoad load,
      VmObservation vm,
      Priority priority,
      Destination destination,
      Optional<Technique> asked) {
    MigrationCase migration = MigrationCase.of(load, vm, destination.host(), priority, 1, 1);
    TechniqueChoice choice =
        techniques.select(
            migration,
            load.classOfOthers(vm.host(), vm),
            load.classOfOthers(destination.host(), vm),
            load.classOf(vm),
            asked);
    PathContention contention =
        PathContention.of(migration, choice.technique(), settings.contention());
    Strategy strategy = StrategySelector.select(priority, contention.worst());
    String why = priority + " priority";
    return new Draft(
        vm,
        priority,
        destination,
        choice.technique(),
        choice.text(),
        strategy,
        priority == Priority.HIGH ? why : why + ", " + contention.text());
  }

  private static Comparator<Draft> serialOrder(ClusterLoad load) {
    return Comparator.comparingInt((Draft draft) -> reliefRank(draft, load))
        .thenComparing(draft -> relief(draft, load), Comparator.reverseOrder())
        .thenComparing(draft -> draft.vm().resident())
        .thenComparing(draft -> draft.vm().name());
  }

  private static int reliefRank(Draft draft, ClusterLoad load) {
    return switch (load.classOf(draft.vm())) {
      case OUTGOING -> draft.technique() == Technique.POST_COPY ? 0 : 1;
      case MIXED, IDLE -> 2;
      case INCOMING -> 3;
    };
  }

  private static BitRate relief(Draft draft, ClusterLoad load) {
    return load.classOf(draft.vm()) == TrafficClass.OUTGOING
        ? draft.vm().traffic().out()
        : BitRate.ZERO;
  }

  /**
   * A VM's limits move to the destination when it does. They are kept there beforehand when it will
   * come within the planning horizon, so that no tenant arrives unprotected: in post-copy from the
   * start, otherwise once what remains is as good as sent.
   */
  private Transfer transfer(ActiveMigration migration) {
    boolean arrives =
        migration.vmAtDestination()
            || switch (migration.technique()) {
              case POST_COPY -> true;
              case PRE_COPY, HYBRID ->
                  migration
                          .rate()
                          .in(settings.reservation().arrivalHorizon())
                          .compareTo(migration.remaining())
                      >= 0;
            };
    return new Transfer(
        migration.vm(),
        migration.source(),
        migration.destination(),
        migration.priority(),
        migration.rate(),
        !migration.vmAtDestination(),
        arrives);
  }
}
