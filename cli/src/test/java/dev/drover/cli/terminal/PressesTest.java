package dev.drover.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PressesTest {
  private final Presses presses = new Presses();

  @Test
  void press_thatComesBothWays_isOneInEitherOrder() {
    assertThat(presses.own()).hasValue(1);
    assertThat(presses.relayed()).isEmpty();
    assertThat(presses.relayed()).hasValue(2);
    assertThat(presses.own()).isEmpty();
  }

  @Test
  void presses_thatComeOneWayOnly_areCounted() {
    assertThat(presses.relayed()).hasValue(1);
    assertThat(presses.relayed()).hasValue(2);
    assertThat(presses.own()).isEmpty();
    assertThat(presses.own()).isEmpty();
    assertThat(presses.own()).hasValue(3);
    assertThat(presses.count()).isEqualTo(3);
  }
}
