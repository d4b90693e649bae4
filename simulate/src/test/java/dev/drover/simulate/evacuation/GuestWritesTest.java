package dev.drover.simulate.evacuation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.drover.model.Priority;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.memory.PageSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GuestWritesTest {
  private static final long SPAN = 5 * SimTime.SECOND;

  private static GuestWrites writes() {
    return new GuestWrites(
        Scenes.guest("vm", "h1", Priority.LOW, Scenes.outgoing(50)), WorldFigures.measured(), 3);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void writes_areTheSameHoweverOftenTheyAreAskedFor(long seed) {
    GuestWrites writes = writes();
    PageSet once = new PageSet(writes.pages());
    writes.write(0, SPAN, once);
    PageSet inParts = new PageSet(writes.pages());
    SplittableRandom random = new SplittableRandom(seed);
    for (long at = 0; at < SPAN; ) {
      long next = Math.min(SPAN, at + random.nextLong(SimTime.SECOND / 3));
      writes.write(at, next, inParts);
      at = next;
    }
    assertThat(inParts.count()).as("seed %d", seed).isEqualTo(once.count());
    inParts.removeAll(once);
    assertThat(inParts.isEmpty()).isTrue();
  }

  @Test
  void expectedBytes_areWhatIsDirtied() {
    GuestWrites writes = writes();
    PageSet dirty = new PageSet(writes.pages());
    writes.write(0, SPAN, dirty);
    double expected = writes.dirtiedIn(SPAN).count() / 4096.0;
    assertThat((double) dirty.count()).isCloseTo(expected, within(0.05 * expected));
    assertThat(dirty.next(writes.dataPages())).isEqualTo(-1);
  }
}
