package dev.drover.xia.identity;

import dev.drover.xia.identity.Statement.Kind;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was heard last from each identity, of each kind: a statement that is not newer is a replay.
 * The least recently heard are forgotten beyond a bound, so that strangers cannot fill it; kinds
 * whose signer was trusted before are best given an instance of their own. Safe for use by many
 * threads.
 */
public final class Freshness {
  private record Speaker(PublicKey key, Kind kind) {}

  private final Map<Speaker, Long> heard;

  /**
   * @param most identities and kinds that are remembered, at least 1
   */
  public Freshness(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("most must be at least 1, not " + most);
    }
    this.heard =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Speaker, Long> eldest) {
            return size() > most;
          }
        };
  }

  /**
   * {@return whether it is newer than all heard from its signer; it counts as heard then}
   *
   * @param statement known to be genuine: a lie would silence its alleged signer
   */
  public synchronized boolean accept(Statement statement) {
    Speaker speaker = new Speaker(statement.signer(), statement.kind());
    Long before = heard.get(speaker);
    if (before != null && statement.counter() <= before) {
      return false;
    }
    heard.put(speaker, statement.counter());
    return true;
  }

  /** {@return whether it would be accepted; nothing counts as heard} */
  public synchronized boolean isNew(Statement statement) {
    Long before = heard.get(new Speaker(statement.signer(), statement.kind()));
    return before == null || statement.counter() > before;
  }

  /** {@return whether it has the number of what was heard last} */
  public synchronized boolean isLast(Statement statement) {
    Long before = heard.get(new Speaker(statement.signer(), statement.kind()));
    return before != null && statement.counter() == before;
  }
}
