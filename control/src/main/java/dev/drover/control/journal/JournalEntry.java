package dev.drover.control.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;

/**
 * One line of the journal. An entry that announces (preparing, started, reserving) is on disk
 * before the deed; one that reports (settled, released) comes after it, so that a crash in between
 * makes the deed be undone twice and never not at all.
 *
 * <p>{@code atMs} is milliseconds since the epoch; {@code migration} is the migration's id.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "entry")
@JsonSubTypes({
  @JsonSubTypes.Type(value = JournalEntry.Planned.class, name = "planned"),
  @JsonSubTypes.Type(value = JournalEntry.Preparing.class, name = "preparing"),
  @JsonSubTypes.Type(value = JournalEntry.Started.class, name = "started"),
  @JsonSubTypes.Type(value = JournalEntry.Phase.class, name = "phase"),
  @JsonSubTypes.Type(value = JournalEntry.Ended.class, name = "ended"),
  @JsonSubTypes.Type(value = JournalEntry.Settled.class, name = "settled"),
  @JsonSubTypes.Type(value = JournalEntry.Reserving.class, name = "reserving"),
  @JsonSubTypes.Type(value = JournalEntry.Released.class, name = "released"),
})
public sealed interface JournalEntry {
  long atMs();

  /** A run begins. */
  record Planned(long atMs, String run, String policy, String host, List<Move> moves)
      implements JournalEntry {
    public Planned {
      moves = List.copyOf(moves);
    }
  }

  /** One migration of a plan. */
  record Move(
      String migration,
      String vm,
      String source,
      String destination,
      String technique,
      int group) {}

  /** The destination is about to be asked to make room. */
  record Preparing(long atMs, String migration, String vm, String source, String destination)
      implements JournalEntry {}

  /** The source is about to be asked to send. */
  record Started(long atMs, String migration) implements JournalEntry {}

  /** The source entered a phase. */
  record Phase(long atMs, String migration, String phase) implements JournalEntry {}

  /** The migration came to an end, as its agents say. */
  record Ended(long atMs, String migration, String outcome, Optional<String> vmRunsAt)
      implements JournalEntry {}

  /** Nothing of the migration is left that its agents do not look after themselves. */
  record Settled(long atMs, String migration) implements JournalEntry {}

  /** A host's NIC is about to be divided. */
  record Reserving(long atMs, String host) implements JournalEntry {}

  /** A host's NIC is whole again. */
  record Released(long atMs, String host) implements JournalEntry {}
}
