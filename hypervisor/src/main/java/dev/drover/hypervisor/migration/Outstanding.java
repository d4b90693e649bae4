package dev.drover.hypervisor.migration;

import dev.drover.hypervisor.qmp.Mailbox;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What QEMU was told and has not answered. No question is open twice, but asked again when it has
 * been answered: QEMU reads nothing more when 8 commands wait, not even what would break a
 * connection that it hangs in. Not thread-safe.
 */
final class Outstanding {
  /** A command without an answer yet, and when it was sent, in looks and by the clock. */
  record Command(MigrationAction action, long look, long nanos) {}

  private final Map<Long, Command> open = new HashMap<>();
  private final Set<MigrationAction> again = new HashSet<>();
  private final MigrationAction.Place place;

  /**
   * Of one migration.
   *
   * @param place where it goes when it starts
   */
  Outstanding(MigrationAction.Place place) {
    this.place = place;
  }

  /** Sends a command by {@code mailbox}, at once or when the same question has been answered. */
  void send(MigrationAction action, Mailbox mailbox, long look) {
    boolean question =
        action instanceof MigrationAction.Query
            || action instanceof MigrationAction.QueryMirror
            || action instanceof MigrationAction.QueryRunState;
    if (question && has(command -> command.action().equals(action))) {
      again.add(action);
      return;
    }
    long id = mailbox.send(action.command(place));
    open.put(id, new Command(action, look, System.nanoTime()));
  }

  boolean has(Predicate<Command> some) {
    return open.values().stream().anyMatch(some);
  }

  /** {@return the command that has been answered; empty when it was forgotten meanwhile} */
  Optional<Command> answered(long id, Mailbox mailbox, long look) {
    Optional<Command> answered = Optional.ofNullable(open.remove(id));
    answered
        .map(Command::action)
        .filter(again::remove)
        .ifPresent(action -> send(action, mailbox, look));
    return answered;
  }

  /** Whoever would have answered is connected no more. */
  void forget() {
    open.clear();
    again.clear();
  }
}
