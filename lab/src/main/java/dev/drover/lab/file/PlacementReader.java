package dev.drover.lab.file;

import dev.drover.model.unit.Durations;
import dev.drover.yaml.Section;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads how VMs are placed by their traffic; every field has a default. */
final class PlacementReader {
  /** Below, ports are other services'. */
  private static final int LEAST_PORT = 1024;

  private static final int MOST_SLOTS = 1000;

  private static final List<String> TIMES =
      List.of("window", "poll", "horizon", "watchEvery", "lostAfter", "silence");

  /** These may be zero. */
  private static final List<String> PAUSES = List.of("minimumStay", "pause");

  private PlacementReader() {}

  static Placement read(Section section) {
    int port =
        section
            .optional("port", text -> Words.whole(text, LEAST_PORT, 65_535))
            .orElse(Placement.DEFAULT_PORT);
    SortedMap<String, String> rules = new TreeMap<>();
    for (String name : TIMES) {
      section.optional(name, PlacementReader::positive).ifPresent(text -> rules.put(name, text));
    }
    for (String name : PAUSES) {
      section.optional(name, PlacementReader::time).ifPresent(text -> rules.put(name, text));
    }
    section.optional("price", PlacementReader::price).ifPresent(text -> rules.put("price", text));
    section
        .optional("slots", text -> Words.whole(text, 1, MOST_SLOTS))
        .ifPresent(slots -> rules.put("slots", slots.toString()));
    section.end();
    return new Placement(port, rules);
  }

  private static String time(String text) {
    Durations.parse(text);
    return text;
  }

  private static String positive(String text) {
    Duration time = Durations.parse(text);
    if (!time.isPositive()) {
      throw new IllegalArgumentException("must be above zero");
    }
    return text;
  }

  private static String price(String text) {
    if (!(Double.parseDouble(text) >= 0)) {
      throw new IllegalArgumentException("must not be negative");
    }
    return text;
  }
}
