package dev.drover.hypervisor.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StallWatchTest {
  private static final long LIMIT = 20;
  private static final long SILENCE = StallWatch.looks(StallWatch.SILENCE);

  private final StallWatch watch = new StallWatch(StallWatch.LOOK.multipliedBy(LIMIT));

  private void look(long times) {
    for (long i = 0; i < times; i++) {
      watch.look();
    }
  }

  @Test
  void answer_askedBeforeTheLimit_isNoStallHoweverLateItComes() {
    long asked = watch.now();
    look(LIMIT + 1);

    assertThat(watch.stalled(asked, 0)).isFalse();
    assertThat(watch.stalled(watch.now() - 1, 0)).isFalse();
  }

  @Test
  void answer_askedAfterTheLimitWithoutANewByte_isAStall() {
    look(LIMIT + 1);

    assertThat(watch.stalled(watch.now(), 0)).isTrue();
  }

  @Test
  void answer_askedAfterTheLimitWithANewByte_beginsAnew() {
    look(LIMIT + 1);

    assertThat(watch.stalled(watch.now(), 1)).isFalse();
    look(LIMIT);
    assertThat(watch.stalled(watch.now(), 1)).isFalse();
    look(1);
    assertThat(watch.stalled(watch.now(), 1)).isTrue();
  }

  @Test
  void restart_beginsAnew() {
    look(LIMIT + 1);
    long asked = watch.now();
    watch.restart();

    assertThat(watch.stalled(asked, 0)).isFalse();
  }

  @Test
  void question_openForLong_isAStallOnceTheLimitHasPassedToo() {
    long asked = watch.now();
    look(SILENCE - 1);
    assertThat(watch.silent(asked)).isFalse();
    look(1);
    assertThat(watch.silent(asked)).isTrue();
    watch.restart();
    assertThat(watch.silent(asked)).isFalse();
  }

  @Test
  void looks_ofATimeThatIsNoMultiple_areNeverTooFew() {
    assertThat(StallWatch.looks(Duration.ofMillis(101))).isEqualTo(2);
    assertThat(StallWatch.looks(Duration.ofMillis(100))).isEqualTo(1);
  }
}
