package dev.drover.xia.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every cache policy, whichever it gives up. */
class CachePolicyContractTest {
  private static final long CAPACITY = 20_000;

  static Stream<String> names() {
    return CachePolicies.names().stream();
  }

  @Test
  void registry_everyName_isListed() {
    assertThat(CachePolicies.names()).containsExactly("bypass", "fifo", "first", "lru", "scan");
  }

  @Test
  void registry_unknownName_isRefusedWithThoseThereAre() {
    assertThatThrownBy(() -> CachePolicies.named("mru"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'mru'")
        .hasMessageContaining("[bypass, fifo, first, lru, scan]");
  }

  @ParameterizedTest
  @MethodSource("names")
  void cache_anyUse_neverIsOverCapacityAndReturnsWhatWasPut(String name) {
    for (long seed = 1; seed <= 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      ContentCache cache = new ContentCache(CAPACITY, CachePolicies.named(name));
      List<Chunk> pool =
          random
              .longs(200)
              .mapToObj(each -> Contents.chunk(each, 1 + (int) Math.floorMod(each, 2_000L)))
              .toList();
      for (int step = 0; step < 2_000; step++) {
        Chunk chunk = pool.get(random.nextInt(pool.size()));
        switch (random.nextInt(10)) {
          case 0 -> {
            cache.remove(chunk.cid());
            assertThat(cache.contains(chunk.cid())).isFalse();
          }
          case 1, 2, 3 ->
              cache
                  .find(chunk.cid())
                  .ifPresent(
                      found -> assertThat(Contents.bytes(found)).isEqualTo(Contents.bytes(chunk)));
          default -> {
            cache.insert(chunk);
            assertThat(cache.contains(chunk.cid()))
                .as("%s, seed %d, step %d", name, seed, step)
                .isEqualTo(!name.equals("bypass"));
          }
        }
        assertHonest(cache, pool, name + ", seed " + seed + ", step " + step);
      }
    }
  }

  private static void assertHonest(ContentCache cache, List<Chunk> pool, String where) {
    long bytes = 0;
    int chunks = 0;
    for (Chunk chunk : pool) {
      if (cache.contains(chunk.cid())) {
        bytes += ContentCache.footprint(chunk.length());
        chunks++;
      }
    }
    CacheCounts counts = cache.counts();
    assertThat(counts.bytes()).as(where).isEqualTo(bytes).isLessThanOrEqualTo(CAPACITY);
    assertThat(counts.chunks()).as(where).isEqualTo(chunks);
  }

  @ParameterizedTest
  @MethodSource("names")
  void cache_chunkLargerThanIt_isNotKeptAndNothingGivenUpForIt(String name) {
    ContentCache cache = new ContentCache(CAPACITY, CachePolicies.named(name));
    Chunk small = Contents.chunk(1, 100);
    cache.insert(small);

    cache.insert(Contents.chunk(2, 20_000));

    assertThat(cache.counts().evicted()).isZero();
    assertThat(cache.contains(small.cid())).isEqualTo(!name.equals("bypass"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void cache_sameUse_givesUpTheSame(String name) {
    assertThat(remaining(name)).isEqualTo(remaining(name));
  }

  private static List<Boolean> remaining(String name) {
    ContentCache cache = new ContentCache(CAPACITY, CachePolicies.named(name));
    List<Chunk> chunks =
        Stream.iterate(1L, each -> each <= 500, each -> each + 1)
            .map(each -> Contents.chunk(each, 700))
            .toList();
    chunks.forEach(cache::insert);
    return chunks.stream().map(chunk -> cache.contains(chunk.cid())).toList();
  }
}
