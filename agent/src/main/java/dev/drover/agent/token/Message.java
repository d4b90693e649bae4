package dev.drover.agent.token;

/**
 * What hosts say to each other about the token, and about where VMs are (S-CORE III-D to III-F).
 * Every request has one answer. The format is in {@code docs/token-protocol.md}; {@link Wire} has
 * it in code.
 */
sealed interface Message {
  /** Request: the token, for the VM that is its holder. */
  record Pass(Token token) implements Message {}

  /**
   * Answer to {@link Pass}.
   *
   * @param seen the furthest token that the host knows of
   * @param host the static address of the host that answers
   */
  record Passed(Verdict verdict, Mark seen, int host) implements Message {}

  /** What becomes of a token that is passed. The numbers are the wire's. */
  enum Verdict {
    /** The host holds it now. */
    TAKEN(0),
    /** The host has got just this token before. */
    KNOWN(1),
    /** A later one, or one of a later generation, is about, or it has ended: drop it. */
    STALE(2),
    /** The VM does not run on this host now; ask again. */
    NOT_HERE(3);

    private final int code;

    Verdict(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /** Request, to a VM's own address: which host are you on? */
  record WhereIs(int vm) implements Message {}

  /**
   * Answer to {@link WhereIs}.
   *
   * @param host the static address of the host that answers
   * @param here whether it owns the VM
   */
  record Location(int vm, int host, boolean here) implements Message {}

  /** Request: is there room for a VM of this size? */
  record HaveRoom(int vm, long memory, int cpus) implements Message {}

  /**
   * Answer to {@link HaveRoom}.
   *
   * @param vms how many more the host takes
   * @param memory bytes that are free for VMs
   */
  record Capacity(int host, int vms, long memory) implements Message {}

  /** Request to the host that a token was passed to: is it still with you? */
  record Watch(Mark passed) implements Message {}

  /** Answer to {@link Watch}. */
  record Watched(Progress progress, Mark seen) implements Message {}

  /** What has become of a token that was passed to a host. The numbers are the wire's. */
  enum Progress {
    /** It never came here. */
    UNKNOWN(0),
    /** It is on this host, with the VM that it was passed to or with another one. */
    HERE(1),
    /** Another host has it from this one, which watches over it now, or has replaced it. */
    GONE_ON(2),
    /** It has ended: nobody need watch. */
    OVER(3);

    private final int code;

    Progress(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /**
   * Request to an elector: may this host create the token anew?
   *
   * @param generation of the token that is to be
   * @param base how far the lost token had come as far as the claimant knows
   * @param claimant its static address
   */
  record Claim(long generation, Mark base, int claimant) implements Message {}

  /**
   * Answer to {@link Claim}.
   *
   * @param promised the highest generation that was granted to anyone
   */
  record Vote(boolean granted, long promised, Mark seen) implements Message {}

  /** Request: this generation has ended, whoever has its token drops it. */
  record End(long generation) implements Message {}

  /** Answer to {@link End}. */
  record Ended(long generation) implements Message {}

  /** Answer to anything that cannot be answered. */
  record Refused(String why) implements Message {}

  /** A type that this version does not know. */
  record Unknown(int type) implements Message {}
}
