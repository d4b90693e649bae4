package dev.drover.agent.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.decide.communication.TokenPolicies;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TokenTest {
  private static Token token(String policy, int[] vms, int... entries) {
    Token token = Token.first(1, TokenPolicies.named(policy), 2, vms);
    for (int i = 0; i < entries.length; i++) {
      token = token.withEntry(vms[i], entries[i]);
    }
    return entries.length == 0 ? token : token.to(token.next().getAsInt());
  }

  private static List<Integer> round(Token first) {
    List<Integer> holders = new ArrayList<>();
    Token token = first;
    while (true) {
      holders.add(token.holder());
      token = token.done(token.holder());
      if (token.next().isEmpty()) {
        return holders;
      }
      token = token.to(token.next().getAsInt());
    }
  }

  @Test
  void round_withoutEntries_goesInTheTokensOrder() {
    assertThat(round(token("round-robin", new int[] {5, 9, 7}))).containsExactly(5, 9, 7);
  }

  @Test
  void round_withEntries_goesByThemAndThenInOrder() {
    assertThat(round(token("distributed", new int[] {1, 2, 3, 4}, 1, 3, 1, 3)))
        .containsExactly(2, 4, 1, 3);
  }

  @Test
  void round_entryRaisedMeanwhile_bringsThatVmForward() {
    Token token = token("distributed", new int[] {1, 2, 3}, 3, 1, 2);
    Token raised = token.done(1).withEntryAtLeast(2, 3);
    assertThat(raised.next()).hasValue(2);
    assertThat(raised.withEntryAtLeast(2, 1)).isEqualTo(raised);
  }

  @Test
  void withEntry_policyWithout_changesNothing() {
    Token token = token("round-robin", new int[] {1, 2});
    assertThat(token.withEntry(1, 3)).isEqualTo(token);
  }

  @Test
  void isOver_lastRoundHeldByAll_isTrue() {
    Token token = token("round-robin", new int[] {1, 2});
    Token all = token.done(1).done(2);
    assertThat(all.isOver()).isFalse();
    Token second = all.nextRound();
    assertThat(second.round()).isEqualTo(2);
    assertThat(second.next()).hasValue(1);
    assertThat(second.done(1).done(2).isOver()).isTrue();
  }

  @Test
  void groupsMayGo_fromARoundAfterOneWithoutAMove_untilThatMovesNobodyEither() {
    Token first = Token.first(1, TokenPolicies.named("round-robin"), 9, new int[] {1, 2}, 3, false);
    assertThat(first.groupsMayGo()).isFalse();
    Token second = first.moved().done(1).done(2).nextRound();
    assertThat(second.groupsMayGo()).isFalse();
    Token third = second.done(1).done(2).nextRound();
    assertThat(third.groupsMayGo()).isTrue();
    assertThat(third.done(1).done(2).isOver()).isTrue();
    Token moved = third.done(1).moved().moved().done(2);
    assertThat(moved.isOver()).isFalse();
    assertThat(moved.nextRound().groupsMayGo()).isFalse();
    assertThat(token("round-robin", new int[] {1}).done(1).nextRound().groupsMayGo()).isFalse();
  }

  @Test
  void first_noVmsTogetherOrTooMany_isRefused() {
    for (int together : new int[] {0, 256}) {
      assertThatThrownBy(() ->
              Token.first(1, TokenPolicies.named("global"), 1, new int[] {1}, together, false))
          .hasMessageContaining(together + " VMs together");
    }
  }

  @Test
  void to_eachPass_isAHopFurther() {
    Token token = token("round-robin", new int[] {1, 2});
    assertThat(token.to(2).mark()).isEqualTo(new Mark(1, token.mark().hop() + 1));
    assertThat(token.regenerated(4).mark()).isEqualTo(new Mark(4, token.mark().hop() + 1));
    assertThat(token.regenerated(4).mark()).isGreaterThan(token.to(2).to(1).mark());
  }

  @Test
  void first_vmTwiceOrNone_isRefused() {
    assertThatThrownBy(() -> token("round-robin", new int[] {1, 2, 1}))
        .hasMessageContaining("0.0.0.1 is there twice");
    assertThatThrownBy(() -> token("round-robin", new int[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
