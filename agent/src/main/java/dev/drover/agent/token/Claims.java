package dev.drover.agent.token;

import dev.drover.agent.token.Message.Claim;
import dev.drover.agent.token.Message.End;
import dev.drover.agent.token.Message.Vote;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates tokens, votes about those that others create, and ends them. */
final class Claims {
  private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

  private final Site own;
  private final KeptStanding kept;
  private final Parliament parliament;

  Claims(Site own, KeptStanding kept, Parliament parliament) {
    this.own = own;
    this.kept = kept;
    this.parliament = parliament;
  }

  /**
   * {@return this host's vote}
   *
   * @param self whether it is its own claim
   */
  Vote vote(Claim claim, boolean self) {
    KeptStanding.Told<Boolean> told = kept.answer(now -> now.claimed(claim, self));
    return new Vote(told.answer(), told.standing().promised(), told.standing().seen());
  }

  /**
   * Creates a token anew, when a majority of the electors agrees.
   *
   * @param base the lost token, or {@link Mark#NONE} for a first one
   * @param without VMs that are left out in this round
   */
  Optional<Token> claim(Mark base, Token token, List<Integer> without) {
    OptionalLong granted = granted(base);
    if (granted.isEmpty()) {
      return Optional.empty();
    }
    long generation = granted.getAsLong();
    Token anew = token.regenerated(generation);
    for (int vm : without) {
      anew = anew.done(vm);
    }
    Token created = anew;
    LOG.warn("created {}", created);
    kept.change(now -> now.generation() > generation ? now : now.holding(created));
    return Optional.of(created);
  }

  /** Asks all others for a token that was here last, and creates it anew when nobody has it. */
  void claimUnlessAbout(Token lost) {
    switch (parliament.ask(lost.mark())) {
      case ABOUT -> LOG.info("{} is about, says another host", lost);
      case OVER -> kept.change(now -> now.ended(lost.mark().generation()));
      case SILENT -> {
        LOG.warn("nobody has {}", lost);
        claim(lost.mark(), lost, List.of());
      }
    }
  }

  /**
   * Asks again once: electors may have granted to others what this host has not heard of.
   *
   * @return the generation that a majority grants
   */
  private OptionalLong granted(Mark base) {
    for (int tries = 1; ; tries++) {
      long generation = Math.max(parliament.highest(), kept.now().generation()) + 1;
      Claim claim = new Claim(generation, base, own.address());
      switch (parliament.poll(claim, () -> vote(claim, true))) {
        case GRANTED -> {
          return OptionalLong.of(generation);
        }
        case UNHEARD -> {
          return OptionalLong.empty();
        }
        case REFUSED -> {
          if (tries == 2) {
            return OptionalLong.empty();
          }
        }
      }
    }
  }

  /** Ends a token; a later one, which somebody may be creating meanwhile, goes on. */
  void end(long generation) {
    kept.change(now -> now.ended(generation));
    parliament.tellAll(new End(generation));
  }
}
