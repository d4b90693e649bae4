package dev.drover.xia.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.address.XidType;
import dev.drover.xia.stack.LogLines;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContentCacheTest {
  private static final int LENGTH = 800;
  private final List<Chunk> chunks =
      IntStream.range(0, 20).mapToObj(each -> Contents.chunk(each, LENGTH)).toList();

  /** Room for this many of the chunks. */
  private static ContentCache cache(int room, CachePolicy policy) {
    return new ContentCache(room * ContentCache.footprint(LENGTH), policy);
  }

  private List<Integer> inside(ContentCache cache) {
    return IntStream.range(0, chunks.size())
        .filter(each -> cache.contains(chunks.get(each).cid()))
        .boxed()
        .toList();
  }

  private void insert(ContentCache cache, int from, int to) {
    chunks.subList(from, to).forEach(cache::insert);
  }

  @Test
  void fifo_full_givesUpTheOldestThoughItWasUsed() {
    ContentCache cache = cache(3, CachePolicies.named("fifo"));
    insert(cache, 0, 3);
    cache.find(chunks.get(0).cid());
    insert(cache, 3, 4);

    assertThat(inside(cache)).containsExactly(1, 2, 3);
  }

  @Test
  void lru_full_givesUpTheLeastRecentlyUsed() {
    ContentCache cache = cache(3, CachePolicies.named("lru"));
    insert(cache, 0, 3);
    cache.find(chunks.get(0).cid());
    insert(cache, 3, 4);

    assertThat(inside(cache)).containsExactly(0, 2, 3);
  }

  @Test
  void first_full_givesUpByLotNotByAge() {
    ContentCache cache = cache(10, CachePolicies.named("first"));
    insert(cache, 0, 20);

    List<Integer> inside = inside(cache);
    assertThat(inside).hasSize(10).contains(19);
    assertThat(inside.getFirst()).isLessThan(10);
  }

  @Test
  void scan_allInsertedSinceTheRefresh_givesUpTheTablesFirst() {
    ContentCache cache = cache(3, CachePolicies.scan(1_000));
    insert(cache, 0, 5);

    assertThat(inside(cache)).containsExactly(1, 2, 4);
  }

  @Test
  void scan_afterARefresh_givesUpTheFirstNotUsedSince() {
    ContentCache cache = cache(3, CachePolicies.scan(3));
    insert(cache, 0, 3);
    cache.find(chunks.get(0).cid());
    insert(cache, 3, 4);

    assertThat(inside(cache)).containsExactly(0, 2, 3);
  }

  @Test
  void scan_aPlaceFreedBeforeARefresh_isNotGivenUpAgain() {
    ContentCache cache = cache(3, CachePolicies.scan(4));
    insert(cache, 0, 3);
    cache.remove(chunks.get(0).cid());
    insert(cache, 3, 4);
    cache.remove(chunks.get(3).cid());
    cache.insert(Contents.chunk(99, 2 * LENGTH));

    assertThat(inside(cache)).containsExactly(2);
  }

  @Test
  void bypass_whateverIsOffered_keepsNothing() {
    ContentCache cache = cache(3, CachePolicies.named("bypass"));
    insert(cache, 0, 5);

    assertThat(inside(cache)).isEmpty();
    assertThat(cache.keeps()).isFalse();
  }

  @Test
  void ttl_over_theChunkIsGoneThoughItWasUsed() {
    AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10);
    ContentCache cache =
        new ContentCache(1 << 20, CachePolicies.named("lru"), Duration.ofNanos(100), now::get);
    insert(cache, 0, 1);
    now.addAndGet(60);
    insert(cache, 1, 2);
    assertThat(cache.find(chunks.get(0).cid())).isPresent();

    now.addAndGet(40);

    assertThat(inside(cache)).containsExactly(1);
    assertThat(cache.counts().bytes()).isEqualTo(ContentCache.footprint(LENGTH));
    assertThat(cache.counts().expired()).isEqualTo(1);
  }

  @Test
  void offer_contentOfAnotherName_isRefusedCountedAndLogged() {
    ContentCache cache = cache(3, CachePolicies.named("fifo"));
    byte[] content = Contents.bytes(1, LENGTH);
    content[17] ^= 1;
    try (LogLines logged = new LogLines(ContentCache.class)) {
      assertThat(cache.offer(chunks.get(1).cid(), content, "HID:1234")).isFalse();

      assertThat(logged.rest())
          .singleElement()
          .asString()
          .contains("poisoned chunk", "800", "HID:1234", chunks.get(1).cid().toString());
    }
    assertThat(inside(cache)).isEmpty();
    assertThat(cache.counts().poisoned()).isEqualTo(1);
  }

  @Test
  void offer_contentOfEitherType_isKeptUnderItsName() {
    ContentCache cache = cache(3, CachePolicies.named("fifo"));
    for (int type : List.of(XidType.CID, XidType.CID256)) {
      Chunk chunk = Chunk.of(type, Contents.bytes(5, LENGTH));

      assertThat(cache.offer(chunk.cid(), Contents.bytes(5, LENGTH), "HID:1234")).isTrue();
      assertThat(Contents.bytes(cache.find(chunk.cid()).orElseThrow()))
          .isEqualTo(Contents.bytes(5, LENGTH));
    }
  }
}
