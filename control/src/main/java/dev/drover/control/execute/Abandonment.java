package dev.drover.control.execute;

import dev.drover.calls.CallException;
import dev.drover.control.inventory.Agents;
import java.util.Optional;

/** Has a destination give up a VM that will not come. */
final class Abandonment {
  private static final int ATTEMPTS = 3;

  private Abandonment() {}

  /**
   * Asks, more than once when there is no answer.
   *
   * @return empty when the destination holds nothing that nobody looks after; otherwise one line
   */
  static Optional<String> of(Agents agents, String host, String migration, String vm) {
    for (int attempt = 1; ; attempt++) {
      try {
        agents.agent(host).abandon(migration, vm);
        return Optional.empty();
      } catch (CallException e) {
        switch (e.kind()) {
          case NOT_FOUND, REFUSED -> {
            return Optional.empty();
          }
          case UNREACHABLE -> {
            if (attempt == ATTEMPTS) {
              return Optional.of(
                  host
                      + " may still hold room for vm "
                      + vm
                      + " ("
                      + e.getMessage()
                      + "); the next run cleans up");
            }
          }
        }
      }
    }
  }
}
