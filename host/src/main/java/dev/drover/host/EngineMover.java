package dev.drover.host;

import dev.drover.agent.api.AgentConfig;
import dev.drover.agent.api.PlacementConfig;
import dev.drover.agent.token.Mover;
import dev.drover.control.Controller;
import dev.drover.control.Session;
import dev.drover.control.execute.CancelSignal;
import dev.drover.control.execute.ExecutionSettings;
import dev.drover.control.inventory.Inventory;
import dev.drover.control.plan.Planning;
import dev.drover.control.result.RunResult;
import dev.drover.model.PlanResult;
import dev.drover.model.PlannedMigration.Prediction;
import dev.drover.model.TransferOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves VMs as {@code drover migrate} does, by the same planner and engine: technique, reservations
 * and route are decided as there. Only the agents of both hosts are asked.
 */
final class EngineMover implements Mover {
  private static final Logger LOG = LoggerFactory.getLogger(EngineMover.class);

  /** How long the dirty rate is measured before a plan is made. */
  private static final Duration MEASURE = Duration.ofSeconds(1);

  private static final String POLICY = "traffic-aware";

  private final AgentConfig config;
  private final PlacementConfig placement;

  EngineMover(AgentConfig config, PlacementConfig placement) {
    this.config = config;
    this.placement = placement;
  }

  @Override
  public Move plan(String vm, String destination) {
    Inventory inventory = inventory(destination);
    Controller controller = Controller.besideOthers(inventory);
    String policy = placement.settings().migrations().orElse(POLICY);
    Planning planning =
        controller.planMigration(policy, vm, destination, Optional.empty(), MEASURE);
    return switch (planning.result()) {
      case PlanResult.Feasible(var plan) -> {
        Prediction prediction = plan.migrations().getFirst().predicted();
        yield new Planned(inventory, controller, planning, prediction);
      }
      case PlanResult.Infeasible(var reasons) ->
          throw new IllegalStateException(reasons.getFirst().text());
    };
  }

  /** This host and the destination. */
  private Inventory inventory(String destination) {
    List<Inventory.Host> hosts =
        Stream.of(config.host(), destination)
            .map(name -> placement.host(name).orElseThrow())
            .map(host -> new Inventory.Host(host.name(), URI.create(host.agent())))
            .toList();
    return new Inventory(
        config.directory().resolve("agent.yaml"),
        hosts,
        config.tls(),
        placement.settings().network().map(URI::create),
        Optional.empty(),
        config.directory().resolve("control"));
  }

  private record Planned(
      Inventory inventory, Controller controller, Planning planning, Prediction prediction)
      implements Move {
    @Override
    public Moved run() {
      CancelSignal never = new CancelSignal();
      try (Session session = controller.begin(LOG::info, never)) {
        RunResult result =
            session.execute(
                planning,
                ExecutionSettings.forPolicy(planning.policy(), TransferOptions.PLAIN),
                event -> LOG.debug("{}", event),
                never,
                NetworkRoutes.of(inventory),
                Optional.empty());
        return moved(result.migrations().getFirst());
      }
    }

    private static Moved moved(RunResult.Migration migration) {
      if (!migration.outcome().equals("completed")) {
        return new Moved(
            false,
            migration.bytes().orElse(0L),
            migration.outcome() + migration.cause().map(why -> ": " + why).orElse(""));
      }
      return new Moved(
          true,
          migration.bytes().orElse(0L),
          String.format(
              Locale.ROOT,
              "%s in %.1f s, downtime %.0f ms",
              migration.technique(),
              migration.totalTimeMs().orElse(0.0) / 1000,
              migration.downtimeMs().orElse(0.0)));
    }
  }
}
