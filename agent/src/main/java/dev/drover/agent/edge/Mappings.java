package dev.drover.agent.edge;

import dev.drover.agent.api.Mapping;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an edge knows of where VMs are, and the rule by which it believes: the higher sequence
 * number wins, an equal or lower one is refused. No clock and no I/O; for one thread at a time.
 *
 * <p>A VM that moves often is told of but still moved: EVPN's duplicate detection has the same
 * measure (RFC 7432, section 15.1), but stops to believe, as it cannot tell a move from two hosts
 * with one address. Here whoever claims a VM owns it.
 */
final class Mappings {
  /** More moves than these within {@link #WINDOW} are too many. */
  static final int MOVES = 5;

  static final Duration WINDOW = Duration.ofMinutes(3);

  private final SortedMap<String, Mapping> known = new TreeMap<>();
  private final Map<String, Deque<Duration>> moves = new HashMap<>();

  /** What becomes of a mapping that is offered. */
  sealed interface Verdict {
    /**
     * It counts from now on.
     *
     * @param before what counted until now
     * @param restless whether the VM has moved too often of late
     */
    record Believed(Optional<Mapping> before, boolean restless) implements Verdict {}

    /** It is what counts already. */
    record Known() implements Verdict {}

    /** Another one counts. */
    record Refused(Mapping current) implements Verdict {}
  }

  /** Takes what was believed before a restart; moves are counted anew. */
  void restore(Mapping mapping) {
    known.put(mapping.address(), mapping);
  }

  /**
   * Decides on a mapping.
   *
   * @param now since any fixed moment, never less than the time before
   */
  Verdict offer(Mapping offered, Duration now) {
    Mapping current = known.get(offered.address());
    if (offered.equals(current)) {
      return new Verdict.Known();
    }
    if (current != null && offered.sequence() <= current.sequence()) {
      return new Verdict.Refused(current);
    }
    known.put(offered.address(), offered);
    boolean moved = current != null && !offered.samePlace(current);
    return new Verdict.Believed(
        Optional.ofNullable(current), moved && restless(offered.address(), now));
  }

  private boolean restless(String address, Duration now) {
    Deque<Duration> recent = moves.computeIfAbsent(address, _ -> new ArrayDeque<>());
    recent.addLast(now);
    while (recent.getFirst().compareTo(now.minus(WINDOW)) < 0) {
      recent.removeFirst();
    }
    return recent.size() > MOVES;
  }

  Optional<Mapping> find(String address) {
    return Optional.ofNullable(known.get(address));
  }

  /** {@return all of them, by address as text} */
  List<Mapping> all() {
    return List.copyOf(known.values());
  }
}
