package dev.drover.xia.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.packet.ExtensionHeader;
import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.WireProfile;
import dev.drover.xia.transport.Segment.Kind;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SegmentTest {
  private static Segment full() {
    Segment segment = new Segment();
    segment.clear(Kind.DATA);
    segment.seq = 1L << 40;
    segment.ack = 77;
    segment.length = 3;
    segment.to = 0x0102030405060708L;
    segment.from = -9;
    segment.window = 4 << 20;
    segment.time = 123_456_789;
    segment.echo = 987;
    segment.sacks = 4;
    for (int i = 0; i < 4; i++) {
      segment.sackFrom[i] = 100 + 20L * i;
      segment.sackTo[i] = 110 + 20L * i;
    }
    return segment;
  }

  private static ByteBuffer wire(Segment segment) {
    ByteBuffer bytes = ByteBuffer.allocate(Segment.MAX_BYTES + segment.length);
    segment.write(bytes);
    return bytes.put(new byte[segment.length]).flip();
  }

  @Test
  void header_written_isAnExtensionHeaderOfTheNotesKeys() {
    ByteBuffer wire = wire(full());
    ExtensionHeader header = ExtensionHeader.read(wire, WireProfile.DROVER);

    assertThat(header.next()).isEqualTo(NextHeader.NONE);
    assertThat(header.number(0)).as("TYPE").isEqualTo(1);
    assertThat(header.number(1)).as("PKT_INFO").isEqualTo(3);
    assertThat(header.number(4)).as("SEQ").isEqualTo(1L << 40);
    assertThat(header.number(5)).as("ACK").isEqualTo(77);
    assertThat(header.number(6)).as("LENGTH").isEqualTo(3);
    assertThat(header.number(0x20)).isEqualTo(0x0102030405060708L);
    assertThat(header.number(0x21)).isEqualTo(-9);
    assertThat(header.bytes(0x25)).hasSize(64);
    assertThat(wire.remaining()).isEqualTo(3);
  }

  @Test
  void ack_written_isTheseBytes() {
    Segment segment = new Segment();
    segment.clear(Kind.ACK);
    segment.ack = 258;
    segment.to = 1;
    segment.from = 2;

    ByteBuffer wire = wire(segment);

    byte[] bytes = new byte[wire.remaining()];
    wire.get(bytes);
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo(
            "3b2c" // next header none, 44 bytes
                + "09210000000000000002" // FROM
                + "020001" // TYPE stream
                + "020104" // PKT_INFO ACK
                + "09050000000000000102" // ACK 258
                + "03060000" // LENGTH 0
                + "09200000000000000001" // TO
                + "0000");
  }

  @Test
  void header_writtenAndRead_isTheSame() {
    Segment read = Segment.read(wire(full()));

    assertThat(read).usingRecursiveComparison().isEqualTo(full());
  }

  @Test
  void largestHeader_hasRoom() {
    Segment segment = full();
    segment.length = 0;

    assertThat(wire(segment).remaining())
        .isLessThanOrEqualTo(Segment.MAX_BYTES + 3)
        .isLessThan(252);
  }

  @Test
  void bytes_mutatedAndCut_areReadOrRefused() {
    SplittableRandom random = new SplittableRandom(7);
    int refused = 0;
    for (int i = 0; i < 100_000; i++) {
      ByteBuffer wire = wire(full());
      byte[] bytes = new byte[random.nextInt(wire.remaining() + 1)];
      wire.get(bytes);
      for (int n = random.nextInt(4); n > 0 && bytes.length > 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        Segment segment = Segment.read(ByteBuffer.wrap(bytes));
        assertThat(segment.length).isBetween(0, bytes.length);
      } catch (MalformedPacket e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1, 99_999);
  }
}
