package dev.drover.decide.evacuation;

import dev.drover.decide.link.ClusterLoad;
import dev.drover.decide.link.LinkLoad;
import dev.drover.decide.prediction.Forecast;
import dev.drover.decide.prediction.MigrationCase;
import dev.drover.decide.prediction.MigrationModel;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.PlannedMigration;
import dev.drover.model.Technique;
import dev.drover.model.TrafficClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Numbers the groups and predicts each migration under the load that it will meet: everything
 * before it has moved. Migrations of a group have their links one after the other, as {@link
 * GangTurns} sees to, or share them for all their time; then the group's other post-copy VMs are at
 * their destinations from its first moment.
 */
final class PlanWriter {
  private final MigrationModel model;
  private final boolean turns;

  private PlanWriter(MigrationModel model, boolean turns) {
    this.model = model;
    this.turns = turns;
  }

  /** For groups whose migrations share their links as TCP flows do. */
  static PlanWriter sharing(MigrationModel model) {
    return new PlanWriter(model, false);
  }

  /** For groups whose migrations have their links by turns. */
  static PlanWriter inTurns(MigrationModel model) {
    return new PlanWriter(model, true);
  }

  EvacuationPlan write(ClusterLoad observed, String host, String policy, List<List<Draft>> groups) {
    List<PlannedMigration> migrations = new ArrayList<>();
    ClusterLoad load = observed;
    int number = 0;
    for (List<Draft> group : groups) {
      number++;
      for (List<Draft> together : turns ? inOrder(load, group) : List.of(group)) {
        for (Draft draft : together) {
          migrations.add(planned(load, draft, number, forecast(load, together, draft)));
        }
        load = moved(load, together);
      }
    }
    return new EvacuationPlan(host, policy, migrations);
  }

  private static List<List<Draft>> inOrder(ClusterLoad load, List<Draft> group) {
    return group.stream()
        .sorted(
            Comparator.comparing(draft -> {
              String destination = draft.destination().host();
              LinkLoad ingress = load.linkWithout(draft.vm(), destination, TrafficClass.INCOMING);
              return new Turn(
                  draft.vm().name(),
                  draft.vm().traffic(),
                  load.nicRate(draft.vm().host()),
                  draft.vm().resident(),
                  ingress.workload().use());
            }))
        .map(List::of)
        .toList();
  }

  /** {@return the load once all of {@code group} have moved} */
  static ClusterLoad moved(ClusterLoad before, List<Draft> group) {
    ClusterLoad load = before;
    for (Draft draft : group) {
      load = load.moved(draft.vm(), draft.destination().host());
    }
    return load;
  }

  private static PlannedMigration planned(
      ClusterLoad before, Draft draft, int number, Forecast forecast) {
    String doubt =
        forecast.converges()
            ? ""
            : "; pre-copy is not expected to converge: stopped and copied after "
                + forecast.rounds()
                + " rounds";
    return new PlannedMigration(
        draft.vm().name(),
        draft.vm().host(),
        draft.destination().host(),
        draft.priority(),
        before.classOf(draft.vm()),
        draft.technique(),
        draft.strategy(),
        number,
        forecast.rate(),
        forecast.prediction(),
        draft.why() + doubt);
  }

  private Forecast forecast(ClusterLoad before, List<Draft> group, Draft draft) {
    ClusterLoad load =
        moved(
            before,
            group.stream()
                .filter(other -> !other.equals(draft))
                .filter(other -> other.technique() == Technique.POST_COPY)
                .toList());
    String destination = draft.destination().host();
    long together =
        group.stream().filter(other -> other.destination().host().equals(destination)).count();
    MigrationCase migration =
        MigrationCase.of(
            load, draft.vm(), destination, draft.priority(), group.size(), (int) together);
    return model.forecast(migration, draft.technique());
  }
}
