package dev.drover.xia.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Of {@link RangeSet} and {@link ByteRing}, against simpler things that do the same. */
class RangesTest {
  @Test
  void rangeSet_randomAdds_holdsWhatABitSetHolds() {
    for (long seed = 1; seed <= 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      RangeSet ranges = new RangeSet(200);
      BitSet model = new BitSet();
      for (int i = 0; i < 60; i++) {
        int from = random.nextInt(300);
        int to = from + 1 + random.nextInt(20);
        assertThat(ranges.add(from, to)).isTrue();
        model.set(from, to);
      }
      assertSame(seed, ranges, model);
      int place = random.nextInt(320);
      int whole = model.nextClearBit(place);
      assertThat(ranges.takeFrom(place)).as("seed %d", seed).isEqualTo(whole);
      model.clear(0, whole);
      assertSame(seed, ranges, model);
    }
  }

  private static void assertSame(long seed, RangeSet ranges, BitSet model) {
    int at = 0;
    for (int i = 0; i < ranges.size(); i++) {
      int from = model.nextSetBit(at);
      at = model.nextClearBit(Math.max(0, from));
      assertThat(ranges.from(i)).as("seed %d", seed).isEqualTo(from);
      assertThat(ranges.to(i)).as("seed %d", seed).isEqualTo(at);
    }
    assertThat(model.nextSetBit(at)).as("seed %d", seed).isEqualTo(-1);
  }

  @Test
  void rangeSet_full_refusesMoreButStillJoins() {
    RangeSet ranges = new RangeSet(2);
    assertThat(ranges.add(10, 20)).isTrue();
    assertThat(ranges.add(30, 40)).isTrue();

    assertThat(ranges.add(50, 60)).isFalse();
    assertThat(ranges.add(20, 30)).isTrue();
    assertThat(ranges.size()).isEqualTo(1);
  }

  @Test
  void byteRing_randomPutsInAWindowThatMoves_givesThemBack() {
    for (long seed = 1; seed <= 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      ByteRing ring = new ByteRing(64 * 1024);
      byte[] stream = new byte[400_000];
      random.nextBytes(stream);
      int read = 0;
      int written = 0;
      while (read < stream.length) {
        int most = (int) Math.min(stream.length, ring.limit()) - written;
        int bytes = random.nextInt(most + 1);
        ring.put(written, ByteBuffer.wrap(stream, written, bytes), bytes);
        written += bytes;
        int take = written - read == 0 ? 0 : random.nextInt(written - read + 1);
        ByteBuffer got = ByteBuffer.allocate(take);
        ring.get(read, got, take);
        assertThat(got.flip()).as("seed %d", seed).isEqualTo(ByteBuffer.wrap(stream, read, take));
        read += take;
        ring.discard(read);
      }
    }
  }

  @Test
  void byteRing_putOutsideItsSpan_throws() {
    ByteRing ring = new ByteRing(16 * 1024);

    assertThatThrownBy(() -> ring.put(16 * 1024, ByteBuffer.allocate(1), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16384");
  }
}
