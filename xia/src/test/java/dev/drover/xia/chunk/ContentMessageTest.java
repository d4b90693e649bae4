package dev.drover.xia.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.xia.packet.ExtensionHeader;
import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.WireProfile;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ContentMessageTest {
  private static ByteBuffer encoded(ContentMessage message, int body) {
    ByteBuffer bytes = ByteBuffer.allocate(message.size() + body);
    message.encode(bytes);
    assertThat(bytes.position()).isEqualTo(message.size());
    return bytes.position(0);
  }

  private static String hex(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(bytes.position(), copy);
    return HexFormat.of().formatHex(copy);
  }

  @Test
  void request_encoded_isTheseBytes() {
    ChunkRequest request = new ChunkRequest(false, 7, 0x10000, 0x8000, 9000, 125_000_000);

    assertThat(hex(encoded(request, 0)))
        .isEqualTo(
            "3b28"
                + "020001"
                + "050200010000"
                + "050300008000"
                + "052000000007"
                + "052100002328"
                + "09220000000007735940"
                + "00");
  }

  @Test
  void response_encoded_isTheseBytes() {
    ChunkResponse response = new ChunkResponse(7, 0x1000, 2, 0x10000, true);

    assertThat(hex(encoded(response, 2)))
        .isEqualTo(
            "3b20"
                + "020002"
                + "050200001000"
                + "03030002"
                + "050400010000"
                + "052000000007"
                + "022301"
                + "0000"
                + "0000");
  }

  @Test
  void messages_drawnByLot_areReadAsTheyWereWritten() {
    for (long seed = 0; seed < 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int offset = random.nextInt(Chunk.MAX_BYTES);
      int length = 1 + random.nextInt(Math.min(2000, Chunk.MAX_BYTES - offset));
      ChunkRequest request =
          new ChunkRequest(
              false,
              random.nextInt(),
              offset,
              length,
              1 + random.nextInt(70_000),
              random.nextLong(Long.MAX_VALUE));
      ChunkResponse response =
          new ChunkResponse(
              random.nextInt(), offset, length, Chunk.MAX_BYTES, random.nextBoolean());

      ByteBuffer bytes = encoded(response, length);
      assertThat(ContentMessage.decode(encoded(request, 0))).as("seed %d", seed).isEqualTo(request);
      assertThat(ContentMessage.decode(bytes)).as("seed %d", seed).isEqualTo(response);
      assertThat(bytes.remaining()).isEqualTo(length);
    }
  }

  @Test
  void prototypesResponse_read_asExtensionHeaderHasAllItsKeysIn52Bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(52 + 100);
    new ChunkResponse(0, 1172, 100, 15_600, false).encodePrototype(bytes);
    assertThat(bytes.position()).isEqualTo(52);
    bytes.position(0);

    ExtensionHeader header = ExtensionHeader.read(bytes, WireProfile.DROVER);
    assertThat(header.next()).isEqualTo(NextHeader.NONE);
    assertThat(header.number(0)).isEqualTo(2);
    assertThat(header.number(2)).isEqualTo(1172);
    assertThat(header.number(3)).isEqualTo(100);
    assertThat(header.number(4)).isEqualTo(15_600);
    assertThat(header.number(6)).isEqualTo(86_400);
    assertThat(ContentMessage.decode(bytes.position(0)))
        .isEqualTo(new ChunkResponse(0, 1172, 100, 15_600, false));
  }

  @Test
  void prototypesRequest_writtenAsExtensionHeader_isReadInAnyOrderWithUnknownKeys() {
    ExtensionHeader header =
        ExtensionHeader.of(NextHeader.NONE, WireProfile.DROVER)
            .with(0x77, 3, 8)
            .with(3, 500, 2)
            .with(2, 1000, 4)
            .with(0, 1, 1);
    ByteBuffer bytes = ByteBuffer.allocate(header.size());
    header.write(bytes);

    assertThat(ContentMessage.decode(bytes.flip())).isEqualTo(ChunkRequest.prototype(1000, 500));
    assertThat(encoded(ChunkRequest.prototype(0, 0), 0).remaining()).isEqualTo(16);
  }

  @Test
  void piece_thatLeavesItsChunk_isRefused() {
    ByteBuffer bytes = encoded(new ChunkResponse(1, 90, 20, 100, false), 20);

    assertThatThrownBy(() -> ContentMessage.decode(bytes))
        .isInstanceOf(MalformedPacket.class)
        .hasMessage("a piece of 20 bytes at 90 of a chunk of 100");
  }

  @Test
  void piece_ofOtherLengthThanItsPacket_isRefused() {
    ByteBuffer bytes = encoded(new ChunkResponse(1, 0, 20, 100, false), 19);

    assertThatThrownBy(() -> ContentMessage.decode(bytes))
        .isInstanceOf(MalformedPacket.class)
        .hasMessage("a piece of 20 bytes, of which 19 came");
  }

  @Test
  void anyBytes_read_areAMessageOrMalformed() {
    for (long seed = 0; seed < 20_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      if (bytes.length > 5 && random.nextBoolean()) {
        bytes[1] = (byte) (bytes.length / 4 * 4);
        bytes[2] = 2;
        bytes[3] = 0;
        bytes[4] = (byte) (1 + random.nextInt(2));
      }
      try {
        ContentMessage message = ContentMessage.decode(ByteBuffer.wrap(bytes));
        assertThat(message).as("seed %d", seed).isNotNull();
      } catch (MalformedPacket e) {
        assertThat(e).as("seed %d", seed).hasMessageMatching(".+");
      }
    }
  }
}
