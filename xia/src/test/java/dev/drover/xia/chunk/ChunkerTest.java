package dev.drover.xia.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChunkerTest {
  private static final int LEAST = 65_536;
  private static final int MOST = 262_144;

  private static List<byte[]> cut(Chunker chunker, byte[] stream) throws InterruptedException {
    List<byte[]> chunks = new ArrayList<>();
    chunker.write(stream, 0, stream.length, chunks::add);
    chunker.flush(chunks::add);
    return chunks;
  }

  private static byte[] joined(List<byte[]> chunks) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    chunks.forEach(bytes::writeBytes);
    return bytes.toByteArray();
  }

  private static Set<Xid> names(List<byte[]> chunks) {
    Set<Xid> names = new HashSet<>();
    chunks.forEach(each -> names.add(Chunk.of(XidType.CID256, each).cid()));
    return names;
  }

  @Test
  void chunks_ofAnyWritesAndFlushes_areTheStream() throws InterruptedException {
    for (long seed = 0; seed < 30; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] stream = Contents.bytes(seed, random.nextInt(3 << 20));
      Chunker chunker = seed % 2 == 0 ? Chunker.byContent() : Chunker.fixed(LEAST);
      List<byte[]> chunks = new ArrayList<>();
      for (int at = 0; at < stream.length; ) {
        int length = Math.min(stream.length - at, random.nextInt(300_000));
        chunker.write(stream, at, length, chunks::add);
        at += length;
        if (random.nextInt(8) == 0) {
          chunker.flush(chunks::add);
        }
      }
      chunker.flush(chunks::add);

      assertThat(joined(chunks)).as("seed %d", seed).isEqualTo(stream);
    }
  }

  @Test
  void byContent_anyWrites_areCutAlike() throws InterruptedException {
    byte[] stream = Contents.bytes(1, 8 << 20);
    List<byte[]> whole = cut(Chunker.byContent(), stream);
    List<byte[]> pieces = new ArrayList<>();
    Chunker chunker = Chunker.byContent();
    SplittableRandom random = new SplittableRandom(2);
    for (int at = 0; at < stream.length; ) {
      int length = Math.min(stream.length - at, 1 + random.nextInt(5_000));
      chunker.write(stream, at, length, pieces::add);
      at += length;
    }
    chunker.flush(pieces::add);

    assertThat(pieces).hasSameSizeAs(whole);
    for (int i = 0; i < whole.size(); i++) {
      assertThat(pieces.get(i)).isEqualTo(whole.get(i));
    }
  }

  @Test
  void byContent_randomContent_hasTheSizesItIsToHave() throws InterruptedException {
    List<byte[]> chunks = cut(Chunker.byContent(), Contents.bytes(3, 64 << 20));

    assertThat(chunks.subList(0, chunks.size() - 1))
        .allSatisfy(each -> assertThat(each.length).isBetween(LEAST, MOST));
    assertThat((64 << 20) / chunks.size()).isBetween(115_000, 141_000);
  }

  @Test
  void byContent_bytesInsertedAtTheFront_changeOnlyTheFirstChunks() throws InterruptedException {
    byte[] stream = Contents.bytes(4, 32 << 20);
    byte[] longer = new byte[stream.length + 1234];
    System.arraycopy(stream, 0, longer, 1234, stream.length);
    Set<Xid> before = names(cut(Chunker.byContent(), stream));
    Set<Xid> after = names(cut(Chunker.byContent(), longer));
    int all = after.size();

    after.removeAll(before);

    assertThat(all).isGreaterThan(200);
    assertThat(after.size()).isLessThan(12);
  }

  @Test
  void byContent_runOfAnyByte_isCutIntoTheLargestChunks() throws InterruptedException {
    for (int value = 0; value < 256; value++) {
      byte[] stream = new byte[2 * MOST];
      Arrays.fill(stream, (byte) value);

      assertThat(cut(Chunker.byContent(), stream))
          .as("byte %d", value)
          .hasSize(2)
          .allSatisfy(each -> assertThat(each).hasSize(MOST));
    }
  }

  @Test
  void zeros_theirNames_areKnown() throws InterruptedException {
    // From sha1sum and sha256sum of as many zeros.
    assertThat(new Zeros(XidType.CID).cid(MOST))
        .isEqualTo(Xid.parse("CID:2e000fa7e85759c7f4c254d4d9c33ef481e459a7"));
    assertThat(new Zeros(XidType.CID256).cid(MOST))
        .isEqualTo(Xid.parse("CID256:8a39d2abd3999ab73c34db2476849cddf303ce38"));
    for (byte[] chunk : cut(Chunker.byContent(), new byte[700_000])) {
      assertThat(Zeros.areAll(chunk)).isTrue();
      assertThat(new Zeros(XidType.CID256).cid(chunk.length))
          .isEqualTo(Chunk.of(XidType.CID256, chunk).cid());
    }
  }

  @Test
  void zeros_oneOtherByteAnywhere_areNotAll() {
    for (int at : new int[] {0, 8191, 8192, 69_999}) {
      byte[] content = new byte[70_000];
      content[at] = 1;

      assertThat(Zeros.areAll(content)).isFalse();
    }
  }
}
