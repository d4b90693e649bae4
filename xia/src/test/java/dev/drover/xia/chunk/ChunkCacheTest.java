package dev.drover.xia.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.stack.LogLines;
import dev.drover.xia.stack.TestWorld;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChunkCacheTest {
  private static final Xid AD = Xid.parse("AD:a1");
  private static final Xid ORIGIN = Xid.parse("HID:01");
  private static final Dag CLIENT = Dag.chain(AD, Xid.parse("HID:02"), Xid.parse("SID:77"));
  private static final int PIECE = 1_000;

  private final TestWorld world = new TestWorld();
  private final ContentCache kept = new ContentCache(1 << 20, CachePolicies.named("fifo"));
  private final ChunkCache cache =
      new ChunkCache(world.node(AD, Xid.parse("HID:03")), kept, 40_000, Runnable::run);

  @AfterEach
  void close() {
    cache.close();
    world.close();
  }

  private static Packet piece(Xid cid, byte[] content, int offset, int chunkLength) {
    int length = Math.min(PIECE, content.length - offset);
    ChunkResponse header = new ChunkResponse(1, offset, length, chunkLength, false);
    ByteBuffer bytes = ByteBuffer.allocate(header.size() + length);
    header.encode(bytes);
    bytes.put(content, offset, length);
    return Packet.of(CLIENT, Dag.chain(AD, ORIGIN, cid), NextHeader.CONTENT, bytes.flip());
  }

  private static List<Packet> pieces(Xid cid, byte[] content) {
    List<Packet> packets = new ArrayList<>();
    for (int offset = 0; offset < content.length; offset += PIECE) {
      packets.add(piece(cid, content, offset, content.length));
    }
    return packets;
  }

  @Test
  void pieces_inAnyOrder_makeTheChunk() {
    for (long seed = 0; seed < 20; seed++) {
      byte[] content = Contents.bytes(seed, 10_500);
      Xid cid = Contents.chunk(seed, 10_500).cid();
      List<Packet> packets = pieces(cid, content);
      Collections.shuffle(packets, new Random(seed));
      SplittableRandom random = new SplittableRandom(seed);
      for (Packet packet : packets) {
        assertThat(kept.contains(cid)).as("seed %d", seed).isFalse();
        cache.passing(packet);
        if (random.nextBoolean()) {
          cache.passing(packets.getFirst());
        }
      }

      assertThat(Contents.bytes(kept.find(cid).orElseThrow()))
          .as("seed %d", seed)
          .isEqualTo(content);
    }
  }

  @Test
  void pieceOfAnotherLength_amongOthers_isRefusedAndTheChunkMadeAllTheSame() {
    byte[] content = Contents.bytes(1, 3_000);
    Xid cid = Contents.chunk(1, 3_000).cid();
    List<Packet> packets = pieces(cid, content);

    cache.passing(packets.get(0));
    cache.passing(piece(cid, content, 1_000, 2_500));
    cache.passing(packets.get(1));
    cache.passing(packets.get(2));

    assertThat(cache.counts().contradicting()).isEqualTo(1);
    assertThat(kept.contains(cid)).isTrue();
  }

  @Test
  void poisonedPiece_amongOthers_keepsTheChunkOutAndIsLogged() {
    byte[] content = Contents.bytes(1, 3_000);
    Xid cid = Contents.chunk(1, 3_000).cid();
    content[1_500] ^= 1;
    try (LogLines logged = new LogLines(ContentCache.class)) {
      pieces(cid, content).forEach(cache::passing);

      assertThat(logged.rest())
          .singleElement()
          .asString()
          .contains("poisoned chunk", ORIGIN.toString(), cid.toString());
    }
    assertThat(kept.counts().chunks()).isZero();
    assertThat(kept.counts().poisoned()).isEqualTo(1);
    assertThat(cache.counts().partialBytes()).isZero();
  }

  @Test
  void incompleteChunks_tooMany_theOldestAreDropped() {
    for (int seed = 0; seed < 10; seed++) {
      byte[] content = Contents.bytes(seed, 10_000);
      cache.passing(pieces(Contents.chunk(seed, 10_000).cid(), content).getFirst());

      assertThat(cache.counts().partialBytes()).isLessThanOrEqualTo(40_000);
    }

    assertThat(cache.counts().partials()).isEqualTo(3);
    assertThat(cache.counts().dropped()).isEqualTo(7);
    byte[] last = Contents.bytes(9, 10_000);
    Xid cid = Contents.chunk(9, 10_000).cid();
    pieces(cid, last).subList(1, 10).forEach(cache::passing);
    assertThat(kept.contains(cid)).isTrue();
  }

  @Test
  void chunk_largerThanAllRoomForIncompleteOnes_isLetPass() {
    byte[] content = Contents.bytes(1, 50_000);
    pieces(Contents.chunk(1, 50_000).cid(), content).forEach(cache::passing);

    assertThat(cache.counts().partials()).isZero();
    assertThat(kept.counts().chunks()).isZero();
  }
}
