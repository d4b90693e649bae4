package dev.drover.xia.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.address.XidType;
import dev.drover.xia.chunk.Chunk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class KeptTest {
  private static final int MIB = 1 << 20;
  private final Random random = new Random(5);

  private Chunk chunk(byte[] content) {
    return Chunk.of(XidType.CID256, content.clone());
  }

  private byte[] content(int length) {
    byte[] content = new byte[length];
    random.nextBytes(content);
    return content;
  }

  @Test
  void find_keptChunk_isItsContent() {
    Kept kept = new Kept(8 * MIB);
    byte[] content = content(100_000);
    Chunk chunk = chunk(content);
    kept.insert(chunk);

    assertThat(kept.find(chunk.cid(), content.length)).contains(content);
  }

  @Test
  void find_otherLengthOrOtherName_isNothing() {
    Kept kept = new Kept(8 * MIB);
    Chunk chunk = chunk(content(100_000));
    kept.insert(chunk);

    assertThat(kept.find(chunk.cid(), 99_999)).isEmpty();
    assertThat(kept.find(chunk(content(100_000)).cid(), 100_000)).isEmpty();
  }

  @Test
  void find_afterMoreCameThanFits_neverOtherContent() {
    Kept kept = new Kept(4 * MIB);
    Map<Chunk, byte[]> all = new HashMap<>();
    List<Chunk> order = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      byte[] content = content(8_192 + random.nextInt(Profile.FAST.largestPiece() - 8_192 + 1));
      Chunk chunk = chunk(content);
      all.put(chunk, content);
      order.add(chunk);
      kept.insert(chunk);
      assertThat(kept.find(chunk.cid(), content.length)).contains(content);
    }

    all.forEach((chunk, content) ->
        kept.find(chunk.cid(), content.length)
            .ifPresent(found -> assertThat(found).isEqualTo(content)));
    long bytes =
        order.stream()
            .filter(chunk -> kept.find(chunk.cid(), chunk.length()).isPresent())
            .mapToLong(Chunk::length)
            .sum();
    assertThat(bytes).isBetween(2L * MIB, 4L * MIB);
    assertThat(kept.find(order.getFirst().cid(), order.getFirst().length())).isEmpty();
  }

  @Test
  void insert_chunkThatIsThere_takesNoRoom() {
    Kept kept = new Kept(4 * MIB);
    Chunk first = chunk(content(200_000));
    Chunk again = chunk(content(200_000));
    kept.insert(first);
    for (int i = 0; i < 1_000; i++) {
      kept.insert(again);
    }

    assertThat(kept.find(first.cid(), first.length())).isPresent();
  }

  @Test
  void insert_noRoomAtAll_keepsNothing() {
    Kept kept = new Kept(100_000);
    Chunk chunk = chunk(content(10_000));
    kept.insert(chunk);

    assertThat(kept.find(chunk.cid(), 10_000)).isEmpty();
  }
}
