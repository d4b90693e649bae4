package dev.drover.agent.token;

import dev.drover.agent.flow.Ipv4;
import dev.drover.decide.communication.TokenPolicies;
import dev.drover.decide.communication.TokenPolicy;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * The token (S-CORE, sections II and III-D): which VMs there are, by their IPv4 addresses in the
 * order in which equals hold it; for the policies that need it an entry of 8 bits each; who has
 * held it in this round; and whose turn it is. Never changed: what happens makes another one.
 */
public final class Token {
  /** More VMs than this nobody has: 8 bytes each are then 128 MiB. */
  static final int MOST_VMS = 1 << 24;

  /** No more VMs than this go together. */
  static final int MOST_TOGETHER = 255;

  private final Mark mark;
  private final TokenPolicy policy;
  private final int round;
  private final int rounds;
  private final int moves;
  private final int movesBefore;
  private final boolean still;
  private final int together;
  private final int holder;
  private final int[] vms;
  private final byte[] entries;
  private final long[] held;

  Token(
      Mark mark,
      String policy,
      int round,
      int rounds,
      int moves,
      int movesBefore,
      boolean still,
      int together,
      int holder,
      int[] vms,
      byte[] entries,
      long[] held) {
    this.mark = mark;
    this.policy = TokenPolicies.named(policy);
    this.round = round;
    this.rounds = rounds;
    this.moves = moves;
    this.movesBefore = movesBefore;
    this.still = still;
    this.together = together;
    this.holder = holder;
    this.vms = vms;
    this.entries = entries;
    this.held = held;
    if (vms.length == 0 || vms.length > MOST_VMS) {
      throw new IllegalArgumentException("a token cannot be for " + vms.length + " VMs");
    }
    if (entries.length != (this.policy.hasEntries() ? vms.length : 0)) {
      throw new IllegalArgumentException(
          entries.length + " entries for " + vms.length + " VMs, policy " + policy);
    }
    if (held.length != words(vms.length)) {
      throw new IllegalArgumentException(held.length + " words tell not who held it");
    }
    if (round < 1 || rounds < 0 || moves < 0) {
      throw new IllegalArgumentException(
          "no token has round " + round + " of " + rounds + " and " + moves + " moves");
    }
    if (movesBefore < 0 || movesBefore > moves || together < 1 || together > MOST_TOGETHER) {
      throw new IllegalArgumentException(
          "no token has %d of %d moves in rounds before, and %d VMs together"
              .formatted(movesBefore, moves, together));
    }
    index(holder);
  }

  static int words(int vms) {
    return (vms + Long.SIZE - 1) / Long.SIZE;
  }

  /**
   * A token that nobody has held. All entries are 0: nobody has told what he knows yet.
   *
   * @param rounds after which it ends; 0: it never does
   * @param vms in the order in which equals hold it
   */
  public static Token first(long generation, TokenPolicy policy, int rounds, int[] vms) {
    return first(generation, policy, rounds, vms, 1, false);
  }

  /**
   * A token that nobody has held, with which VMs may go together.
   *
   * @param together how many VMs of a host go elsewhere at once at most, in rounds that follow one
   *     in which nobody moved; 1 as in S-CORE
   * @param still whether nobody moved in a round just before, that of another token
   * @throws IllegalArgumentException when these make no token
   */
  public static Token first(
      long generation, TokenPolicy policy, int rounds, int[] vms, int together, boolean still) {
    if (vms.length == 0) {
      throw new IllegalArgumentException("a token needs VMs to go to");
    }
    int[] sorted = vms.clone();
    Arrays.sort(sorted);
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] == sorted[i - 1]) {
        throw new IllegalArgumentException("VM " + Ipv4.text(sorted[i]) + " is there twice");
      }
    }
    Token unaimed =
        new Token(
            new Mark(generation, 1),
            policy.name(),
            1,
            rounds,
            0,
            0,
            still,
            together,
            vms[0],
            vms.clone(),
            new byte[policy.hasEntries() ? vms.length : 0],
            new long[words(vms.length)]);
    return unaimed.to(unaimed.next().orElseThrow());
  }

  /** {@return how far it has come} */
  public Mark mark() {
    return mark;
  }

  public TokenPolicy policy() {
    return policy;
  }

  /** {@return the round that it is in, from 1} */
  public int round() {
    return round;
  }

  /** {@return the rounds after which it ends; 0 if never} */
  public int rounds() {
    return rounds;
  }

  /** {@return how many VMs were moved since it was created} */
  public int moves() {
    return moves;
  }

  /** {@return how many of these in rounds before this one} */
  int movesBefore() {
    return movesBefore;
  }

  /** {@return whether nobody moved in the round before} */
  boolean still() {
    return still;
  }

  /** {@return how many VMs go together at most} */
  int together() {
    return together;
  }

  /**
   * {@return whether VMs may go together now: if at all, once nobody goes alone any more, since
   * groups that go earlier take the room that single VMs would have made better use of}
   */
  boolean groupsMayGo() {
    return together > 1 && still;
  }

  /** {@return the address of the VM whose turn it is} */
  public int holder() {
    return holder;
  }

  /** {@return how many VMs it goes to} */
  public int size() {
    return vms.length;
  }

  int vm(int index) {
    return vms[index];
  }

  int entry(int index) {
    return entries.length == 0 ? 0 : Byte.toUnsignedInt(entries[index]);
  }

  boolean hasHeld(int index) {
    return (held[index / Long.SIZE] >>> index % Long.SIZE & 1) != 0;
  }

  long heldWord(int word) {
    return held[word];
  }

  boolean hasEntries() {
    return entries.length > 0;
  }

  private int index(int vm) {
    for (int i = 0; i < vms.length; i++) {
      if (vms[i] == vm) {
        return i;
      }
    }
    throw new IllegalArgumentException("the token does not go to VM " + Ipv4.text(vm));
  }

  boolean knows(int vm) {
    return Arrays.stream(vms).anyMatch(known -> known == vm);
  }

  /**
   * {@return the VM that is next: of those that have not held it the one with the highest entry}
   */
  OptionalInt next() {
    int best = -1;
    for (int i = 0; i < vms.length; i++) {
      if (!hasHeld(i) && (best < 0 || entry(i) > entry(best))) {
        best = i;
      }
    }
    return best < 0 ? OptionalInt.empty() : OptionalInt.of(vms[best]);
  }

  /** {@return it with the holder, or somebody who cannot be reached, done for this round} */
  Token done(int vm) {
    int index = index(vm);
    long[] more = held.clone();
    more[index / Long.SIZE] |= 1L << index % Long.SIZE;
    return with(mark, round, moves, holder, entries, more);
  }

  /** {@return it with the next round begun; everybody may hold it again} */
  Token nextRound() {
    return new Token(
        mark,
        policy.name(),
        round + 1,
        rounds,
        moves,
        moves,
        moves == movesBefore,
        together,
        holder,
        vms,
        entries,
        new long[held.length]);
  }

  /** {@return whether its holder has not yet held it in this round} */
  boolean isTurnOfHolder() {
    return !hasHeld(index(holder));
  }

  /**
   * {@return whether all have held it and no round follows} None does either, with groups, when not
   * even these moved: nothing would be different in it.
   */
  boolean isOver() {
    boolean settled = groupsMayGo() && moves == movesBefore;
    return next().isEmpty() && rounds > 0 && (round >= rounds || settled);
  }

  /** {@return it with one more VM moved} */
  Token moved() {
    return with(mark, round, moves + 1, holder, entries, held);
  }

  /** {@return it with an entry that its own host knows exactly} */
  Token withEntry(int vm, int entry) {
    if (!policy.hasEntries()) {
      return this;
    }
    byte[] changed = entries.clone();
    changed[index(vm)] = (byte) entry;
    return with(mark, round, moves, holder, changed, held);
  }

  /** {@return it with an entry that is at least {@code entry}: what a neighbour knows of a VM} */
  Token withEntryAtLeast(int vm, int entry) {
    return policy.hasEntries() && knows(vm) && entry(index(vm)) < entry
        ? withEntry(vm, entry)
        : this;
  }

  /** {@return it as it is passed on to {@code vm}} */
  Token to(int vm) {
    return with(new Mark(mark.generation(), mark.hop() + 1), round, moves, vm, entries, held);
  }

  /** {@return it created anew as a later generation} */
  Token regenerated(long generation) {
    return with(new Mark(generation, mark.hop() + 1), round, moves, holder, entries, held);
  }

  private Token with(Mark at, int inRound, int moved, int whose, byte[] entered, long[] heldBy) {
    return new Token(
        at,
        policy.name(),
        inRound,
        rounds,
        moved,
        movesBefore,
        still,
        together,
        whose,
        vms,
        entered,
        heldBy);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Token that
        && mark.equals(that.mark)
        && policy.name().equals(that.policy.name())
        && round == that.round
        && rounds == that.rounds
        && moves == that.moves
        && movesBefore == that.movesBefore
        && still == that.still
        && together == that.together
        && holder == that.holder
        && Arrays.equals(vms, that.vms)
        && Arrays.equals(entries, that.entries)
        && Arrays.equals(held, that.held);
  }

  @Override
  public int hashCode() {
    return mark.hashCode();
  }

  @Override
  public String toString() {
    return "token %s for %s, round %d".formatted(mark, Ipv4.text(holder), round);
  }
}
