package dev.drover.decide.evacuation;

import dev.drover.decide.link.ClusterLoad;
import dev.drover.decide.prediction.Forecast;
import dev.drover.decide.prediction.MigrationCase;
import dev.drover.decide.prediction.MigrationModel;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.PlannedMigration;
import dev.drover.model.Technique;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers the groups and predicts each migration under the load that its group will meet:
 * everything of earlier groups has moved, and the group's other post-copy VMs are at their
 * destinations from its first moment. Migrations of a group are taken to share their links for all
 * their time.
 */
final class PlanWriter {
  private final MigrationModel model;

  PlanWriter(MigrationModel model) {
    this.model = model;
  }

  EvacuationPlan write(ClusterLoad observed, String host, String policy, List<List<Draft>> groups) {
    List<PlannedMigration> migrations = new ArrayList<>();
    ClusterLoad load = observed;
    int number = 0;
    for (List<Draft> group : groups) {
      number++;
      for (Draft draft : group) {
        migrations.add(planned(load, group, draft, number));
      }
      load = moved(load, group);
    }
    return new EvacuationPlan(host, policy, migrations);
  }

  /** {@return the load once all of {@code group} have moved} */
  static ClusterLoad moved(ClusterLoad before, List<Draft> group) {
    ClusterLoad load = before;
    for (Draft draft : group) {
      load = load.moved(draft.vm(), draft.destination().host());
    }
    return load;
  }

  private PlannedMigration planned(ClusterLoad before, List<Draft> group, Draft draft, int number) {
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
    Forecast forecast = model.forecast(migration, draft.technique());
    String doubt =
        forecast.converges()
            ? ""
            : "; pre-copy is not expected to converge: stopped and copied after "
                + forecast.rounds()
                + " rounds";
    return new PlannedMigration(
        draft.vm().name(),
        draft.vm().host(),
        destination,
        draft.priority(),
        before.classOf(draft.vm()),
        draft.technique(),
        draft.strategy(),
        number,
        forecast.rate(),
        forecast.prediction(),
        draft.why() + doubt);
  }
}
