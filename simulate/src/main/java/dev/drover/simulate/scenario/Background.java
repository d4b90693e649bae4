package dev.drover.simulate.scenario;

import java.util.ArrayList;
import java.util.List;

/** All background traffic of a run. */
final class Background {
  private final World world;
  private final List<Source> sources = new ArrayList<>();

  Background(RunSpec spec, World world) {
    this.world = world;
    for (TrafficSpec traffic : spec.traffic()) {
      sources.add(Source.of(traffic, world));
    }
  }

  /** The first migration starts now. */
  void migrationsBegin() {
    sources.forEach(Source::migrationsBegin);
  }

  /** The last migration has ended. */
  void migrationsEnd() {
    sources.forEach(Source::migrationsEnd);
  }

  List<RunResult.TrafficResult> results() {
    long now = world.simulator().now();
    return sources.stream().map(source -> source.result(now)).toList();
  }
}
