package dev.drover.sdn.control;

import dev.drover.decide.routing.Rerouting;
import dev.drover.decide.routing.Rerouting.Decision;
import dev.drover.decide.routing.Rerouting.Decision.Move;
import dev.drover.decide.routing.Rerouting.Decision.Stay;
import dev.drover.decide.routing.Rerouting.Outcome;
import dev.drover.decide.routing.Rerouting.Patience;
import dev.drover.decide.routing.Rerouting.Running;
import dev.drover.model.unit.BitRate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves running announced migrations off paths that became their bottleneck, once in a period. */
final class Moves {
  private static final Logger LOG = LoggerFactory.getLogger(Moves.class);

  private final Rerouting rerouting = Rerouting.usual();
  private final Migrations migrations;
  private final Flows flows;
  private final Routes routes;
  private final NetworkReport report;
  private Patience patience = Patience.none();

  Moves(Migrations migrations, Flows flows, Routes routes, NetworkReport report) {
    this.migrations = migrations;
    this.flows = flows;
    this.routes = routes;
    this.report = report;
  }

  void periodEnded(long nanos) {
    Map<String, Flow> byName = new HashMap<>();
    List<Running> running = new ArrayList<>();
    for (Migration migration : migrations.all()) {
      for (Flow flow : migration.flows) {
        if (isMovable(flow)) {
          String name = migration.announcement.migration() + " " + flow.connection(false);
          byName.put(name, flow);
          running.add(running(name, flow));
        }
      }
    }
    if (running.isEmpty()) {
      patience = Patience.none();
      return;
    }
    Outcome outcome = rerouting.decide(routes.load(), running, patience);
    patience = outcome.patience();
    for (Decision decision : outcome.decisions()) {
      switch (decision) {
        case Stay _ -> {}
        case Move move -> {
          Flow flow = byName.get(move.name());
          if (flow != null) {
            LOG.info("migration {} is moved: {}", move.name(), move.why());
            Way way = routes.way(move.path());
            flow.reservation().ifPresent(reservation -> reservation.keep(way, routes));
            flows.move(flow, way, nanos);
          }
        }
      }
    }
  }

  private static boolean isMovable(Flow flow) {
    return !flow.waiting
        && flow.isInPlace()
        && flow.path().filter(path -> path.hops() > 1).isPresent();
  }

  private Running running(String name, Flow flow) {
    Way way = flow.path().orElseThrow().way;
    return new Running(name, routes.path(way), flow.sent.rate(), limit(flow));
  }

  private BitRate limit(Flow flow) {
    BitRate source = known(report.capacity(flow.source));
    return source.min(known(report.capacity(flow.destination)));
  }

  private static BitRate known(BitRate capacity) {
    return capacity.equals(BitRate.ZERO) ? Switches.UNKNOWN_RATE : capacity;
  }
}
