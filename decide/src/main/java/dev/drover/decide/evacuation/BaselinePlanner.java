package dev.drover.decide.evacuation;

import dev.drover.decide.link.ClusterLoad;
import dev.drover.decide.link.LinkSettings;
import dev.drover.decide.placement.DestinationChooser;
import dev.drover.decide.placement.HostPreference;
import dev.drover.decide.placement.Placement;
import dev.drover.decide.placement.Placement.Destination;
import dev.drover.decide.prediction.MigrationModel;
import dev.drover.decide.reservation.BandwidthReservation;
import dev.drover.decide.reservation.FairSharing;
import dev.drover.decide.traffic.TrafficCategorizer;
import dev.drover.model.Cluster;
import dev.drover.model.PlanResult;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/**
 * What policies without reservations have in common: destinations by the same rules as everyone,
 * and predictions in which migration and workload share links as TCP does.
 */
final class BaselinePlanner {
  private final TrafficAwareSettings settings;
  private final TrafficCategorizer categorizer;
  private final DestinationChooser chooser;
  private final PlanWriter writer;

  BaselinePlanner(TrafficAwareSettings settings, HostPreference preference) {
    this.settings = settings;
    this.categorizer = new TrafficCategorizer(settings.traffic());
    this.chooser =
        new DestinationChooser(
            new BandwidthReservation(settings.reservation(), settings.links(), categorizer),
            preference);
    this.writer =
        PlanWriter.sharing(new MigrationModel(settings.model().asQemu(), new FairSharing()));
  }

  /** {@return QEMU's own} */
  Duration downtimeLimit() {
    return settings.model().asQemu().downtimeLimit();
  }

  PlanResult plan(Cluster cluster, PlanRequest request, String policy, Grouping grouping) {
    Question question = Question.of(cluster, request);
    ClusterLoad load = new ClusterLoad(cluster, settings.links(), categorizer);
    LinkSettings unshaped = settings.links().unshaped();
    return switch (question.place(chooser, load)) {
      case Placement.NotFound(var reasons) -> new PlanResult.Infeasible(reasons);
      case Placement.Found(var destinations) ->
          new PlanResult.Feasible(
              writer.write(
                  new ClusterLoad(cluster, unshaped, categorizer),
                  request.source(),
                  policy,
                  grouping.groups(question, destinations)));
    };
  }

  /** Decides technique, strategy and order once destinations are known. */
  interface Grouping {
    List<List<Draft>> groups(Question question, SortedMap<String, Destination> destinations);
  }
}
