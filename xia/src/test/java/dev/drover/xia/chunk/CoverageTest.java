package dev.drover.xia.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CoverageTest {
  @Test
  void ranges_addedByLot_agreeWithASetOfBits() {
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Coverage coverage = new Coverage();
      BitSet bits = new BitSet();
      int size = 1 + random.nextInt(200);
      for (int step = 0; step < 60; step++) {
        int from = random.nextInt(size);
        int to = from + 1 + random.nextInt(Math.min(20, size - from));
        int before = bits.cardinality();
        bits.set(from, to);
        String where = "seed " + seed + ", step " + step;
        assertThat(coverage.add(from, to)).as(where).isEqualTo(bits.cardinality() - before);
        assertThat(coverage.covered()).as(where).isEqualTo(bits.cardinality());
        int at = random.nextInt(size);
        int end = at + random.nextInt(size - at + 1);
        int gap = coverage.gap(at, end);
        assertThat(gap).as(where).isEqualTo(Math.min(end, bits.nextClearBit(at)));
        assertThat(coverage.missing(at, end))
            .as(where)
            .isEqualTo(end - at - bits.get(at, end).cardinality());
        if (gap < end) {
          int next = bits.nextSetBit(gap);
          assertThat(coverage.gapEnd(gap, end))
              .as(where)
              .isEqualTo(next < 0 ? end : Math.min(end, next));
        }
      }
    }
  }
}
