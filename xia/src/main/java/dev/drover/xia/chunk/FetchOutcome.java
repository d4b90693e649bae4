package dev.drover.xia.chunk;

import dev.drover.xia.address.Xid;
import java.util.Set;

/** What became of a chunk that was asked for. */
public sealed interface FetchOutcome {
  /**
   * It came, and is what its name says.
   *
   * @param responders the hosts that it says it came from
   */
  record Fetched(Chunk chunk, Set<Xid> responders) implements FetchOutcome {
    public Fetched {
      responders = Set.copyOf(responders);
    }
  }

  /**
   * It did not.
   *
   * @param why in one line, with the name in it
   */
  record Failed(Xid cid, String why) implements FetchOutcome {}
}
