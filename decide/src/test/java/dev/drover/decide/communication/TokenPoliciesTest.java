package dev.drover.decide.communication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenPoliciesTest {
  @Test
  void names_areThePapersFour() {
    assertThat(TokenPolicies.names())
        .containsExactlyInAnyOrder("round-robin", "global", "distributed", "load-aware");
  }

  @ParameterizedTest
  @ValueSource(strings = {"round-robin", "global", "distributed", "load-aware"})
  void entry_anyVm_fitsInto8Bits(String name) {
    TokenPolicy policy = TokenPolicies.named(name);
    for (int level = 0; level <= 7; level++) {
      for (double rate : new double[] {0, 0.3, 1, 1e3, 1e9, 1e30}) {
        assertThat(policy.entry(level, rate)).isBetween(0, policy.hasEntries() ? 255 : 0);
      }
    }
    assertThat(policy.description()).isNotBlank();
  }

  @Test
  void loadAware_level_outweighsAnyLoad() {
    TokenPolicy policy = new LoadAware();
    assertThat(policy.entry(3, 0)).isGreaterThan(policy.entry(2, 1e30));
    assertThat(policy.entry(2, 4e6)).isGreaterThan(policy.entry(2, 1e6));
  }

  @Test
  void distributed_load_doesNotMatter() {
    TokenPolicy policy = new HighestLevelFirst();
    assertThat(policy.entry(2, 1e9)).isEqualTo(policy.entry(2, 1));
    assertThat(policy.entry(3, 1)).isGreaterThan(policy.entry(2, 1));
  }

  @Test
  void named_unknown_listsThoseThereAre() {
    assertThatThrownBy(() -> TokenPolicies.named("best"))
        .hasMessage(
            "'best' is no token policy; use one of distributed, load-aware, global, round-robin");
  }
}
