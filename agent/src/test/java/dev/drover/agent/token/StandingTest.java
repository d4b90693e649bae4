package dev.drover.agent.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.agent.token.Message.Claim;
import dev.drover.agent.token.Message.Progress;
import dev.drover.agent.token.Message.Verdict;
import dev.drover.agent.token.Part.Holding;
import dev.drover.agent.token.Part.Idle;
import dev.drover.decide.communication.TokenPolicies;
import org.junit.jupiter.api.Test;

final class StandingTest {
  private static final int OTHER = 77;

  private static Token token(long generation, long hop) {
    Token token = Token.first(generation, TokenPolicies.named("round-robin"), 0, new int[] {1, 2});
    while (token.mark().hop() < hop) {
      token = token.to(2);
    }
    return token;
  }

  @Test
  void offered_newToken_isTaken() {
    Standing.Answer<Verdict> answer = Standing.NEW.offered(token(1, 5));
    assertThat(answer.answer()).isEqualTo(Verdict.TAKEN);
    assertThat(answer.next().part()).isEqualTo(new Holding(token(1, 5)));
  }

  @Test
  void offered_sameTokenAgain_isKnownAndChangesNothing() {
    Standing holding = Standing.NEW.offered(token(1, 5)).next();
    Standing.Answer<Verdict> again = holding.offered(token(1, 5));
    assertThat(again.answer()).isEqualTo(Verdict.KNOWN);
    assertThat(again.next()).isEqualTo(holding);
    assertThat(holding.watching(token(1, 6), OTHER).offered(token(1, 5)).answer())
        .isEqualTo(Verdict.STALE);
  }

  @Test
  void offered_earlierHopOrGeneration_isStale() {
    Standing seen = Standing.NEW.offered(token(2, 5)).next().watching(token(2, 6), OTHER);
    assertThat(seen.offered(token(2, 4)).answer()).isEqualTo(Verdict.STALE);
    assertThat(seen.offered(token(1, 90)).answer()).isEqualTo(Verdict.STALE);
    assertThat(seen.offered(token(2, 7)).answer()).isEqualTo(Verdict.TAKEN);
  }

  @Test
  void offered_afterAnotherGenerationWasGranted_isStale() {
    Standing promised =
        Standing.NEW
            .offered(token(1, 5))
            .next()
            .claimed(new Claim(2, new Mark(1, 6), OTHER), false)
            .next();
    assertThat(promised.offered(token(1, 7)).answer()).isEqualTo(Verdict.STALE);
    assertThat(promised.offered(token(2, 7)).answer()).isEqualTo(Verdict.TAKEN);
  }

  @Test
  void offered_endedGeneration_isStale() {
    Standing ended = Standing.NEW.ended(3);
    assertThat(ended.offered(token(3, 9)).answer()).isEqualTo(Verdict.STALE);
    assertThat(ended.offered(token(4, 1)).answer()).isEqualTo(Verdict.TAKEN);
  }

  @Test
  void claimed_sameGenerationByTwo_isGrantedToOne() {
    Claim first = new Claim(2, new Mark(1, 5), OTHER);
    Standing promised = Standing.NEW.claimed(first, false).next();
    assertThat(promised.claimed(new Claim(2, new Mark(1, 5), 78), false).answer()).isFalse();
    assertThat(promised.claimed(first, false).answer()).isTrue();
  }

  @Test
  void claimed_byOneWhoKnowsLess_isRefused() {
    Standing holder = Standing.NEW.offered(token(1, 5)).next();
    assertThat(holder.claimed(new Claim(2, new Mark(1, 4), OTHER), false).answer()).isFalse();
    // It is not lost: it is here.
    assertThat(holder.claimed(new Claim(2, new Mark(1, 5), OTHER), false).answer()).isFalse();
    assertThat(holder.idle().claimed(new Claim(2, new Mark(1, 5), OTHER), false).answer()).isTrue();
  }

  @Test
  void claimed_newTokenAltogether_replacesTheOneThatIsHere() {
    Standing holder = Standing.NEW.offered(token(1, 5)).next();
    Standing.Answer<Boolean> vote = holder.claimed(new Claim(2, Mark.NONE, OTHER), false);
    assertThat(vote.answer()).isTrue();
    assertThat(vote.next().part()).isEqualTo(new Idle());
  }

  @Test
  void claimed_ownClaim_keepsTheTokenUntilOthersAgree() {
    Standing watching = Standing.NEW.watching(token(1, 5), OTHER);
    Standing.Answer<Boolean> vote = watching.claimed(new Claim(2, new Mark(1, 5), 1), true);
    assertThat(vote.answer()).isTrue();
    assertThat(vote.next().part()).isEqualTo(watching.part());
    assertThat(vote.next().promised()).isEqualTo(2);
  }

  @Test
  void claimed_endedToken_isRefused() {
    Standing ended = Standing.NEW.offered(token(1, 5)).next().ended(1);
    assertThat(ended.claimed(new Claim(2, new Mark(1, 5), OTHER), false).answer()).isFalse();
    assertThat(ended.claimed(new Claim(2, Mark.NONE, OTHER), false).answer()).isTrue();
  }

  @Test
  void claimed_perhapsInVain_provesNotThatTheTokenIsOver() {
    Standing idle = Standing.NEW.offered(token(1, 5)).next().idle();
    Standing promised = idle.claimed(new Claim(2, new Mark(1, 7), OTHER), false).next();
    assertThat(promised.offered(token(1, 8)).answer()).isEqualTo(Verdict.STALE);
    assertThat(promised.progress(new Mark(1, 8))).isEqualTo(Progress.UNKNOWN);
    assertThat(promised.progress(new Mark(1, 5))).isEqualTo(Progress.GONE_ON);
    assertThat(promised.last()).isEqualTo(idle.last());
  }

  @Test
  void progress_ofWhatWasPassedHere_tellsWhereItIs() {
    Standing holding = Standing.NEW.offered(token(1, 5)).next();
    assertThat(holding.progress(new Mark(1, 5))).isEqualTo(Progress.HERE);
    // To another VM of the same host: nobody else watches over it.
    assertThat(holding.holding(token(1, 6)).progress(new Mark(1, 5))).isEqualTo(Progress.HERE);
    assertThat(holding.passing(token(1, 6)).progress(new Mark(1, 5))).isEqualTo(Progress.HERE);
    assertThat(holding.watching(token(1, 6), OTHER).progress(new Mark(1, 5)))
        .isEqualTo(Progress.GONE_ON);
    assertThat(holding.progress(new Mark(1, 6))).isEqualTo(Progress.UNKNOWN);
    assertThat(holding.ended(1).progress(new Mark(1, 5))).isEqualTo(Progress.OVER);
    assertThat(holding.holding(token(2, 6)).progress(new Mark(1, 5))).isEqualTo(Progress.GONE_ON);
  }
}
