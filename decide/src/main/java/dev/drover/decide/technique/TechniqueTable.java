package dev.drover.decide.technique;

import static dev.drover.model.Technique.HYBRID;
import static dev.drover.model.Technique.POST_COPY;
import static dev.drover.model.Technique.PRE_COPY;
import static dev.drover.model.TrafficClass.INCOMING;
import static dev.drover.model.TrafficClass.OUTGOING;

import dev.drover.model.Priority;
import dev.drover.model.Technique;
import dev.drover.model.TrafficClass;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Step 2, "Select migration technique" (traffic-aware paper, Preliminary Study and Proposed
 * Algorithm): the technique found best by experiment for each combination of traffic.
 *
 * <p>The paper leaves out medium priority for an incoming VM that leaves an outgoing source for an
 * incoming destination, and everything mixed or idle ("will be considered separately"): for these
 * the table is silent.
 */
public final class TechniqueTable {
  private static final Set<Priority> ANY = EnumSet.allOf(Priority.class);

  private static final List<Cell> CELLS =
      List.of(
          new Cell(INCOMING, INCOMING, INCOMING, ANY, HYBRID),
          new Cell(INCOMING, INCOMING, OUTGOING, ANY, POST_COPY),
          new Cell(OUTGOING, OUTGOING, INCOMING, ANY, POST_COPY),
          new Cell(OUTGOING, OUTGOING, OUTGOING, ANY, POST_COPY),
          new Cell(INCOMING, OUTGOING, INCOMING, ANY, POST_COPY),
          new Cell(INCOMING, OUTGOING, OUTGOING, ANY, POST_COPY),
          new Cell(OUTGOING, INCOMING, INCOMING, EnumSet.of(Priority.LOW), PRE_COPY),
          new Cell(OUTGOING, INCOMING, INCOMING, EnumSet.of(Priority.HIGH), HYBRID),
          new Cell(OUTGOING, INCOMING, OUTGOING, ANY, POST_COPY));

  private TechniqueTable() {}

  /**
   * {@return the technique of the paper's table; empty where it has none}
   *
   * @param source the other traffic at the source's NIC
   * @param destination the traffic at the destination's NIC
   * @param vm the VM's own traffic
   */
  public static Optional<Technique> lookup(
      TrafficClass source, TrafficClass destination, TrafficClass vm, Priority priority) {
    return CELLS.stream()
        .filter(cell ->
            cell.source == source
                && cell.destination == destination
                && cell.vm == vm
                && cell.priorities.contains(priority))
        .map(Cell::technique)
        .findFirst();
  }

  private record Cell(
      TrafficClass source,
      TrafficClass destination,
      TrafficClass vm,
      Set<Priority> priorities,
      Technique technique) {}
}
