package dev.drover.control.journal;

import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a journal leaves to be looked after. Pure: a fold over its entries.
 *
 * @param open migrations that were begun and are not settled, by id
 * @param reserved hosts whose NIC may still be divided
 */
public record JournalState(SortedMap<String, OpenMigration> open, SortedSet<String> reserved) {
  public JournalState {
    open = new TreeMap<>(open);
    reserved = new TreeSet<>(reserved);
  }

  /**
   * A migration of which something may be left.
   *
   * @param started whether the source may have been asked to send
   */
  public record OpenMigration(
      String migration, String vm, String source, String destination, boolean started) {}

  /** {@return whether nothing is left} */
  public boolean isClear() {
    return open.isEmpty() && reserved.isEmpty();
  }

  /** Folds the entries of a journal, oldest first. */
  public static JournalState of(Collection<JournalEntry> entries) {
    JournalState state = new JournalState(new TreeMap<>(), new TreeSet<>());
    for (JournalEntry entry : List.copyOf(entries)) {
      state.add(entry);
    }
    return state;
  }

  private void add(JournalEntry entry) {
    switch (entry) {
      case JournalEntry.Preparing p ->
          open.put(
              p.migration(),
              new OpenMigration(p.migration(), p.vm(), p.source(), p.destination(), false));
      case JournalEntry.Started s ->
          open.computeIfPresent(
              s.migration(),
              (id, m) -> new OpenMigration(id, m.vm(), m.source(), m.destination(), true));
      case JournalEntry.Settled s -> open.remove(s.migration());
      case JournalEntry.Reserving r -> reserved.add(r.host());
      case JournalEntry.Released r -> reserved.remove(r.host());
      case JournalEntry.Planned _, JournalEntry.Phase _, JournalEntry.Ended _ -> {}
    }
  }
}
