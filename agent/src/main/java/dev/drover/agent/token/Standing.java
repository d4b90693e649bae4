package dev.drover.agent.token;

import dev.drover.agent.token.Message.Claim;
import dev.drover.agent.token.Message.Progress;
import dev.drover.agent.token.Message.Verdict;
import dev.drover.agent.token.Part.Holding;
import dev.drover.agent.token.Part.Idle;
import dev.drover.agent.token.Part.Passing;
import dev.drover.agent.token.Part.Watching;
import java.util.Optional;

/**
 * What one host knows of the token and has promised about it; it survives a crash. All rules by
 * which there is one token are here, and pure:
 *
 * <ul>
 *   <li>Within a generation a token has one holder: it is taken once, by its hop, and who passed it
 *       on does nothing more with it.
 *   <li>A generation is created by one host: a majority of the electors must have granted it, each
 *       elector grants one claim for each generation, and remembers.
 *   <li>Of two tokens the one of the higher generation stays: whoever knows of that, by having seen
 *       or granted it, refuses the other and drops it.
 * </ul>
 *
 * @param promised the highest generation that this host granted to anyone or knows to exist
 * @param promisedTo the static address of the host to which it was granted; 0 when this one granted
 *     none
 * @param ended the highest generation that has ended
 * @param seen the furthest token that was on this host
 * @param part what the host has to do with it
 * @param last the last token that was on this host and has not ended, to create it anew from
 */
record Standing(
    long promised, int promisedTo, long ended, Mark seen, Part part, Optional<Token> last) {
  /** Of a host that never heard of any token. */
  static final Standing NEW = new Standing(0, 0, 0, Mark.NONE, new Idle(), Optional.empty());

  /** An answer, and how this host stands after it. */
  record Answer<T>(T answer, Standing next) {}

  /** {@return the highest generation that is known to exist or may be created} */
  long generation() {
    return Math.max(promised, seen.generation());
  }

  /** {@return what becomes of a token that is offered to a VM of this host} */
  Answer<Verdict> offered(Token token) {
    Mark mark = token.mark();
    if (mark.generation() < generation()
        || mark.generation() <= ended
        || mark.compareTo(seen) < 0) {
      return new Answer<>(Verdict.STALE, this);
    }
    return mark.equals(seen)
        ? new Answer<>(Verdict.KNOWN, this)
        : new Answer<>(Verdict.TAKEN, holding(token));
  }

  /**
   * {@return this host holds {@code token} from now on: taken, made anew, or for another VM here}
   */
  Standing holding(Token token) {
    return at(token, new Holding(token));
  }

  /** {@return {@code token} is about to be passed to another host} */
  Standing passing(Token token) {
    return at(token, new Passing(token));
  }

  /** {@return {@code host} has taken it} */
  Standing watching(Token token, int host) {
    return at(token, new Watching(token, host));
  }

  private Standing at(Token token, Part next) {
    long generation = token.mark().generation();
    return new Standing(
        Math.max(promised, generation),
        generation > promised ? 0 : promisedTo,
        ended,
        token.mark(),
        next,
        Optional.of(token));
  }

  /** {@return nothing to do with it any more; it is remembered in case that it gets lost} */
  Standing idle() {
    return new Standing(promised, promisedTo, ended, seen, new Idle(), last);
  }

  /**
   * {@return the answer to a host that wants to create the token anew, or a first one, whose base
   * is {@link Mark#NONE}}
   *
   * @param own whether it is this very host that asks
   */
  Answer<Boolean> claimed(Claim claim, boolean own) {
    boolean again = claim.generation() == promised && claim.claimant() == promisedTo;
    if (again) {
      return new Answer<>(true, this);
    }
    boolean first = claim.base().equals(Mark.NONE);
    boolean late =
        claim.generation() <= generation()
            || (!first && claim.base().generation() <= ended)
            || (!first && !own && hasBeen(claim.base()));
    return late ? new Answer<>(false, this) : new Answer<>(true, promise(claim, own));
  }

  /** Whether the lost token, or one that comes after it, was here and is not lost. */
  private boolean hasBeen(Mark base) {
    return seen.compareTo(base) > 0 || (!(part instanceof Idle) && seen.equals(base));
  }

  /** Another host's token comes in place of this one; one's own does when others agree too. */
  private Standing promise(Claim claim, boolean own) {
    return new Standing(
        claim.generation(), claim.claimant(), ended, seen, own ? part : new Idle(), last);
  }

  /** {@return a later generation is known to exist: an earlier token that is here is dropped} */
  Standing learned(long generation) {
    return generation <= generation()
        ? this
        : new Standing(generation, 0, ended, seen, new Idle(), last);
  }

  /** {@return a generation, and with it all before it, has ended} */
  Standing ended(long generation) {
    boolean ours = seen.generation() <= generation;
    return new Standing(
        promised,
        promisedTo,
        Math.max(ended, generation),
        seen,
        ours ? new Idle() : part,
        ours ? Optional.empty() : last);
  }

  /** {@return what has become of a token that was passed to this host} */
  Progress progress(Mark passed) {
    if (passed.generation() <= ended) {
      return Progress.OVER;
    }
    if (passed.compareTo(seen) > 0) {
      return Progress.UNKNOWN;
    }
    if (passed.generation() < seen.generation()) {
      return Progress.GONE_ON;
    }
    return switch (part) {
      case Holding _, Passing _ -> Progress.HERE;
      case Watching(Token token, _) ->
          token.mark().equals(passed) ? Progress.UNKNOWN : Progress.GONE_ON;
      case Idle _ -> Progress.GONE_ON;
    };
  }
}
