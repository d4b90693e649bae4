package dev.drover.agent.migration;

/**
 * Decides what the source of a migration does next about the VM's ownership. Pure: the same facts
 * give the same decision, whether they come from a migration that runs or from the records of an
 * agent that was killed.
 *
 * <p>Why no two copies ever run: the destination's copy runs only when told to ({@link
 * Decision#GRANT}); before that is told, the source's copy stands still and {@link Yielded} is on
 * disk; and once it is on disk, the source's copy runs again only on an answer that can never
 * change back ({@link Peer#NONE} or {@link Peer#GONE}).
 */
final class Settlement {
  private Settlement() {}

  /** The source's own copy. */
  enum Mine {
    /** Memory is being sent; the VM runs here, or stands still for its last round. */
    UNDER_WAY,
    /** Post-copy: the vCPUs have left; part of the memory is here. */
    SPLIT,
    /** As {@link #SPLIT}, and the connection is lost. */
    SPLIT_PAUSED,
    /** Everything was sent and acknowledged; the copy stands still, whole. */
    SENT,
    /** The migration ended without that; the process lives. */
    STOPPED_SHORT,
    /** The migration is over and the VM runs here, as was settled before a restart. */
    RUNS,
    /** The process has ended. */
    GONE
  }

  /** What the source has put on disk about giving the VM away. */
  enum Yielded {
    NO,
    /** The destination may run; the copy here is whole. */
    WHOLE,
    /** The destination may run; the copy here lacks the vCPUs' state and newer memory. */
    SPLIT
  }

  /** What is known of the destination's copy. */
  enum Peer {
    /** Not asked yet, or it does not answer. */
    SILENT,
    /** It has no copy and never will have: unknown there, or abandoned. Final. */
    NONE,
    /** Not taken over and not complete. */
    RECEIVING,
    /** Not taken over, complete: it could run. */
    READY,
    /** It says that it was told to take over, but has not said yet that it did. */
    TAKING,
    /** Taken over; whether it is complete was not asked yet. */
    TAKEN_UNSEEN,
    /** Taken over; the process lives, and in post-copy lacks memory still. */
    TAKEN,
    /** Taken over, and complete beyond doubt. */
    TAKEN_WHOLE,
    /** Taken over, and its process has ended since. Final. */
    GONE
  }

  /** What to do next. Every decision may be carried out again without harm. */
  enum Decision {
    /** Let the migration go on. */
    GO_ON,
    /** Remember that the VM is yielded, then tell the destination to take over. */
    GRANT,
    /** Join both ends of a post-copy migration again. */
    RECOVER,
    /** Ask the destination again, soon. */
    WAIT,
    /** The VM runs here and nowhere else; the destination is to abandon it. */
    RUN_HERE,
    /** The VM runs at the destination; nothing of it stays here. */
    COMPLETE,
    /** No copy can run. */
    LOST
  }

  /**
   * Decides.
   *
   * @param patient false when the destination has had time enough to complete a copy whose source
   *     is gone, and has said all the time what {@code peer} says
   */
  static Decision decide(Mine mine, Yielded yielded, Peer peer, boolean patient) {
    return switch (mine) {
      case UNDER_WAY -> Decision.GO_ON;
      case SPLIT -> split(yielded, peer, Decision.GRANT, Decision.GO_ON, Decision.GO_ON);
      // A copy that waits for a page may answer nothing until both ends are joined again.
      case SPLIT_PAUSED ->
          split(yielded, peer, Decision.RECOVER, Decision.RECOVER, Decision.COMPLETE);
      case SENT -> sent(yielded, peer);
      case STOPPED_SHORT ->
          switch (yielded) {
            case NO -> Decision.RUN_HERE;
            case WHOLE -> sent(yielded, peer);
            case SPLIT -> onlyThere(yielded, peer, patient);
          };
      case RUNS -> Decision.RUN_HERE;
      case GONE -> onlyThere(yielded, peer, patient);
    };
  }

  private static Decision split(
      Yielded yielded, Peer peer, Decision untilTaken, Decision whenTaken, Decision whenWhole) {
    if (yielded != Yielded.SPLIT) {
      return Decision.GRANT;
    }
    return switch (peer) {
      case SILENT, RECEIVING, TAKING -> untilTaken;
      case READY -> Decision.GRANT;
      case TAKEN_UNSEEN, TAKEN -> whenTaken;
      case TAKEN_WHOLE -> whenWhole;
      case NONE, GONE -> Decision.LOST;
    };
  }

  private static Decision sent(Yielded yielded, Peer peer) {
    if (yielded == Yielded.NO) {
      return Decision.GRANT;
    }
    return switch (peer) {
      case SILENT, RECEIVING, READY, TAKING -> Decision.GRANT;
      case TAKEN_UNSEEN, TAKEN, TAKEN_WHOLE -> Decision.COMPLETE;
      case NONE, GONE -> yielded == Yielded.WHOLE ? Decision.RUN_HERE : Decision.LOST;
    };
  }

  /** The copy here can never run: what matters is whether the one there can. */
  private static Decision onlyThere(Yielded yielded, Peer peer, boolean patient) {
    return switch (peer) {
      case SILENT -> Decision.WAIT;
      case NONE, GONE -> Decision.LOST;
      case RECEIVING -> patient ? Decision.WAIT : Decision.LOST;
      case READY, TAKING -> Decision.GRANT;
      case TAKEN_UNSEEN -> yielded == Yielded.SPLIT ? Decision.WAIT : Decision.COMPLETE;
      case TAKEN -> {
        if (yielded != Yielded.SPLIT) {
          yield Decision.COMPLETE;
        }
        yield patient ? Decision.WAIT : Decision.LOST;
      }
      case TAKEN_WHOLE -> Decision.COMPLETE;
    };
  }
}
