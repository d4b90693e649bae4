package dev.drover.cli.reproduce;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one run came to.
 *
 * @param measures by name with unit, such as {@code total_time_s}
 * @param traces how something went over time; empty unless the figure draws it
 * @param failure why nothing was measured, in one line; only of figures that show what failed
 *     beside the rest
 */
public record Outcome(
    SortedMap<String, Double> measures, List<Trace> traces, Optional<String> failure) {
  public Outcome {
    measures = Collections.unmodifiableSortedMap(new TreeMap<>(measures));
    traces = List.copyOf(traces);
  }

  public Outcome(SortedMap<String, Double> measures, List<Trace> traces) {
    this(measures, traces, Optional.empty());
  }

  /** {@return a run of which nothing is known but why} */
  public static Outcome failed(String cause) {
    return new Outcome(new TreeMap<>(), List.of(), Optional.of(cause));
  }

  /**
   * {@return the measure so named}
   *
   * @throws IllegalArgumentException when there is none
   */
  public double measure(String name) {
    Double value = measures.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no measure " + name + " among " + measures.keySet());
    }
    return value;
  }

  /**
   * {@return the trace so named}
   *
   * @throws IllegalArgumentException when there is none
   */
  public Trace trace(String name) {
    return traces.stream()
        .filter(trace -> trace.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no trace " + name));
  }
}
