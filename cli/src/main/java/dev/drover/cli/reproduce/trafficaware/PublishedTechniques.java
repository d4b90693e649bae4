package dev.drover.cli.reproduce.trafficaware;

import dev.drover.model.Priority;
import dev.drover.model.Technique;
import dev.drover.model.TrafficClass;
import java.util.Locale;
import java.util.Optional;

/**
 * The paper's table as its slides print it ("Preliminary Study", repeated in "Step 2: Select
 * migration technique").
 */
final class PublishedTechniques {
  private static final String SLIDE =
      """
      Src: Inbound,  Dest: Inbound,  VM in:  Hybrid
      Src: Inbound,  Dest: Inbound,  VM out: Post-copy
      Src: Outbound, Dest: Outbound, VM in:  Post-copy
      Src: Outbound, Dest: Outbound, VM out: Post-copy
      Src: Inbound,  Dest: Outbound, VM in:  Post-copy
      Src: Inbound,  Dest: Outbound, VM out: Post-copy
      Src: Outbound, Dest: Inbound,  VM in:  Low priority: Pre-copy
      Src: Outbound, Dest: Inbound,  VM in:  High priority: Hybrid
      Src: Outbound, Dest: Inbound,  VM out: Post-copy
      """;

  private PublishedTechniques() {}

  /** {@return what the slide says; empty where it says nothing} */
  static Optional<Technique> lookup(
      TrafficClass source, TrafficClass destination, TrafficClass vm, Priority priority) {
    String combination =
        "Src: %sbound, Dest: %sbound, VM %s:"
            .formatted(way(source), way(destination), way(vm).toLowerCase(Locale.ROOT));
    String word = priority.toString();
    return SLIDE
        .lines()
        .map(line -> line.replaceAll(" +", " "))
        .filter(line -> line.startsWith(combination))
        .map(line -> line.substring(combination.length()).strip().toLowerCase(Locale.ROOT))
        .filter(rest -> !rest.contains("priority") || rest.startsWith(word))
        .map(rest -> Technique.parse(rest.replaceAll(".*: ", "")))
        .findFirst();
  }

  private static String way(TrafficClass traffic) {
    return switch (traffic) {
      case INCOMING -> "In";
      case OUTGOING -> "Out";
      case MIXED, IDLE -> "-";
    };
  }
}
