package dev.drover.xia.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one side knows of a migration: its connections so far, and what went wrong first. */
final class Carried {
  /** Of connections that have ended; a migration has a few. */
  private static final int MOST_KNOWN = 64;

  /** One connection. */
  private record Connection(int number, Profile profile, Counts counts) {}

  private final List<Connection> connections = new ArrayList<>();
  private @Nullable String complaint;

  synchronized void add(int number, Profile profile, Counts counts) {
    if (connections.size() == MOST_KNOWN) {
      connections.removeFirst();
    }
    connections.add(new Connection(number, profile, counts));
  }

  /** Something went wrong; only the first is kept. */
  synchronized void complain(String what) {
    if (complaint == null) {
      complaint = what;
    }
  }

  synchronized Optional<String> complaint() {
    return Optional.ofNullable(complaint);
  }

  synchronized List<ConnectionStatistics> statistics() {
    return connections.stream()
        .map(each -> each.counts.snapshot(each.number, each.profile))
        .toList();
  }

  /** {@return a line for each connection, and one for the complaint} */
  String text(String side) {
    StringBuilder text = new StringBuilder();
    statistics().forEach(each -> text.append(side).append(' ').append(each.text()).append('\n'));
    complaint()
        .ifPresent(what -> text.append(side).append(" complaint ").append(what).append('\n'));
    return text.toString();
  }
}
