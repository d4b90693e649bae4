package dev.drover.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CountersTest {
  private final Counters counters = new Counters(3);

  private void primed() {
    counters.complete();
  }

  @Test
  void advance_firstReading_tellsNothing() {
    assertThat(counters.advance(1, 5_000_000)).isZero();
    counters.complete();
    assertThat(counters.advance(1, 5_000_100)).isEqualTo(100);
  }

  @Test
  void advance_newCounterLater_tellsAllOfIt() {
    primed();
    assertThat(counters.advance(1, 700)).isEqualTo(700);
  }

  @Test
  void advance_counterFell_tellsWhatItShows() {
    primed();
    counters.advance(1, 700);
    counters.complete();
    assertThat(counters.advance(1, 30)).isEqualTo(30);
  }

  @Test
  void advance_counterWasGoneOnce_beginsAnew() {
    primed();
    counters.advance(1, 700);
    counters.complete();
    counters.complete();
    assertThat(counters.size()).isZero();
    assertThat(counters.advance(1, 900)).isEqualTo(900);
  }

  @Test
  void advance_sameCounterTwiceInAReading_countsOnce() {
    primed();
    assertThat(counters.advance(1, 700)).isEqualTo(700);
    assertThat(counters.advance(1, 100)).isZero();
    counters.complete();
    assertThat(counters.advance(1, 750)).isEqualTo(50);
  }

  @Test
  void breakOff_countersNotShown_areKnownStill() {
    primed();
    counters.advance(1, 700);
    counters.advance(2, 70);
    counters.complete();
    counters.advance(1, 800);
    counters.breakOff();
    assertThat(counters.advance(1, 850)).isEqualTo(50);
    assertThat(counters.advance(2, 75)).isEqualTo(5);
    counters.complete();
    assertThat(counters.size()).isEqualTo(2);
  }

  @Test
  void advance_moreCountersThanRoom_areNotFollowed() {
    primed();
    for (int id = 1; id <= 3; id++) {
      counters.advance(id, 10);
    }
    assertThat(counters.advance(4, 10)).isZero();
    assertThat(counters.size()).isEqualTo(3);
  }
}
