package dev.drover.cli.reproduce.score;

import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.SeededTrial;
import dev.drover.decide.communication.HighestLevelFirst;
import dev.drover.decide.communication.TrafficGraph;
import dev.drover.simulate.datacentre.Allocation;
import dev.drover.simulate.datacentre.TokenRounds;
import dev.drover.simulate.datacentre.TokenRounds.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Traffic between racks before the token goes round and after five iterations (2a and 2d). */
record MatrixTrial(DataCentre dataCentre) implements SeededTrial {
  static final String CARRYING = "tor_pairs_with_90_percent_percent";
  static final String HOT = "hot_spots";
  static final String HOT_LEVEL = "hot_spots_mean_level";
  static final String HOT_TRAFFIC = "hot_spots_traffic_percent";
  static final String BETWEEN = "traffic_between_racks_percent";

  /** A pair of ToRs is a hot spot that has so many times what a pair has in the mean before. */
  static final double HOT_TIMES = 10;

  private static final double CARRIED = 0.9;

  /** A matrix and which part of all traffic is at each level, from 0. */
  record Look(TorMatrix matrix, List<Double> levels) {
    Look {
      levels = List.copyOf(levels);
    }
  }

  /** What there was before and after. */
  record Looks(Look before, Look after) {
    /** {@return what a pair of ToRs has to have to be a hot spot, before as after} */
    double hot() {
      return HOT_TIMES * before.matrix().total() / before.matrix().pairs();
    }
  }

  @Override
  public String label() {
    return "ToR matrix, " + dataCentre.start().title();
  }

  /** {@return the matrices of a seed} */
  Looks looks(long seed) {
    DataCentre.Drawn drawn = dataCentre.draw(seed);
    FlowWindows windows = FlowWindows.of(drawn.traffic(), seed);
    Look before = look(drawn, windows.observed(), drawn.start());
    TokenRounds rounds =
        new TokenRounds(
            drawn.layers(),
            windows.average(),
            drawn.start().copy(),
            Settings.paper(new HighestLevelFirst()));
    for (int i = 0; i < FlowWindows.ALL; i++) {
      Holds.pass(rounds, i);
      windows.next();
      rounds.traffic(windows.average());
    }
    return new Looks(before, look(drawn, windows.observed(), rounds.allocation()));
  }

  private static Look look(DataCentre.Drawn drawn, TrafficGraph traffic, Allocation allocation) {
    double[] rates = drawn.cost().rates(traffic, allocation.serverOf());
    double all = Arrays.stream(rates).sum();
    return new Look(
        TorMatrix.of(drawn.layers(), Levels.RACKS, traffic, allocation.serverOf()),
        Arrays.stream(rates).map(rate -> rate / all).boxed().toList());
  }

  @Override
  public Outcome run(long seed) {
    Looks looks = looks(seed);
    TreeMap<String, Double> measures = new TreeMap<>();
    put(measures, "before_", looks.before(), looks.hot());
    put(measures, "after_", looks.after(), looks.hot());
    return new Outcome(measures, List.of());
  }

  private static void put(Map<String, Double> measures, String when, Look look, double hot) {
    TorMatrix.HotSpots spots = look.matrix().above(hot);
    measures.put(when + CARRYING, 100 * look.matrix().carrying(CARRIED));
    measures.put(when + HOT, (double) spots.count());
    measures.put(when + HOT_LEVEL, spots.meanLevel());
    measures.put(when + HOT_TRAFFIC, 100 * spots.rate() / look.matrix().total());
    double between = 0;
    for (int level = 0; level < look.levels().size(); level++) {
      measures.put(when + level(level), 100 * look.levels().get(level));
      between += level > 1 ? 100 * look.levels().get(level) : 0;
    }
    measures.put(when + BETWEEN, between);
  }

  static String level(int level) {
    return "level_" + level + "_percent";
  }
}
