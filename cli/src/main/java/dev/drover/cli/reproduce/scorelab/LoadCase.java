package dev.drover.cli.reproduce.scorelab;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a migration meets, and how it goes.
 *
 * @param percent of the link that the background takes, as its frames are on the wire
 */
record LoadCase(int percent, Way way) {
  /** The paper's text has figures of 0, 10 and 100 %, and sees more spread from 70 % on. */
  static final List<Integer> PERCENTS = List.of(0, 10, 30, 50, 70, 90, 100);

  /** Where Drover's own way is measured beside. */
  static final List<Integer> RESERVED_PERCENTS = List.of(90, 100);

  /** How the migration is asked for. */
  enum Way {
    PLAIN("plain pre-copy", "qemu-parallel"),
    RESERVED("with Drover's reservation", "traffic-aware");

    private final String title;
    private final String policy;

    Way(String title, String policy) {
      this.title = title;
      this.policy = policy;
    }

    String title() {
      return title;
    }

    String policy() {
      return policy;
    }

    List<Integer> percents() {
      return switch (this) {
        case PLAIN -> PERCENTS;
        case RESERVED -> RESERVED_PERCENTS;
      };
    }
  }

  static List<LoadCase> all() {
    List<LoadCase> all = new ArrayList<>();
    for (Way way : Way.values()) {
      way.percents().forEach(percent -> all.add(new LoadCase(percent, way)));
    }
    return all;
  }

  static Stream<LoadCase> plain() {
    return PERCENTS.stream().map(percent -> new LoadCase(percent, Way.PLAIN));
  }
}
