package dev.drover.sdn.control;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way that is kept for a connection of an announced migration. */
final class Reservation {
  final String migration;
  final Host source;
  final Host destination;
  private @Nullable Way way;

  Reservation(String migration, Host source, Host destination) {
    this.migration = migration;
    this.source = source;
    this.destination = destination;
  }

  Optional<Way> way() {
    return Optional.ofNullable(way);
  }

  /** Keeps another way than before. */
  void keep(Way now, Routes routes) {
    release(routes);
    way = now;
    routes.reserve(now);
  }

  void release(Routes routes) {
    if (way != null) {
      routes.release(way);
      way = null;
    }
  }

  /**
   * {@return the way that is kept; another one when that does not lead from end to end any more,
   * and none when there is none}
   */
  Optional<Way> fitting(Routes routes, long flow) {
    Way now = way;
    if (now == null || !fits(now)) {
      release(routes);
      routes
          .chooseToKeep(source.place().owner, destination.place().owner, flow)
          .ifPresent(other -> keep(other, routes));
    }
    return way();
  }

  private boolean fits(Way now) {
    return now.isIntact()
        && now.first() == source.place().owner
        && now.last() == destination.place().owner;
  }
}
