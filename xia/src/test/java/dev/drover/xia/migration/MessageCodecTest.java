package dev.drover.xia.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.packet.MalformedPacket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MessageCodecTest {
  private static final Xid CID = new Xid(XidType.CID256, 0x0102030405060708L, 9, 10);
  private static final String CID_HEX =
      "00001001" + "0102030405060708" + "0000000000000009" + "0000000a";
  private static final Digest DIGEST = new Digest(1, 2, 3, 4);
  private static final String DIGEST_HEX =
      "0000000000000001" + "0000000000000002" + "0000000000000003" + "0000000000000004";

  private record Golden(Message message, String hex) {}

  private static final List<Golden> GOLDEN =
      List.of(
          new Golden(
              new Message.Open(1, 5, 6, Profile.FAST, "vm1", DIGEST),
              "01 00000033 0001 0000000000000005 00000006 02" + DIGEST_HEX + "03 766d31"),
          new Golden(new Message.Opened(), "02 00000000"),
          new Golden(
              new Message.Round(7, 8, List.of(new Piece(true, CID, 9), new Piece(false, CID, 10))),
              "03 0000004a 0000000000000007 0000000000000008 01"
                  + CID_HEX
                  + "00000009 00"
                  + CID_HEX
                  + "0000000a"),
          new Golden(
              new Message.Data(7, 8, CID, ByteBuffer.wrap(new byte[] {1, 2, 3})),
              "04 0000002b 0000000000000007 0000000000000008" + CID_HEX + "010203"),
          new Golden(new Message.Have(7, -1), "05 00000010 0000000000000007 ffffffffffffffff"),
          new Golden(new Message.Ack(7, DIGEST), "06 00000028 0000000000000007" + DIGEST_HEX),
          new Golden(new Message.Reverse(ByteBuffer.wrap(new byte[] {1, 2})), "07 00000002 0102"),
          new Golden(new Message.End(), "08 00000000"),
          new Golden(new Message.Done(7, DIGEST), "09 00000028 0000000000000007" + DIGEST_HEX),
          new Golden(new Message.DoneAck(), "0a 00000000"),
          new Golden(new Message.Abort("no"), "0b 00000002 6e6f"));

  static Stream<Arguments> golden() {
    return GOLDEN.stream().map(each -> Arguments.of(each.message(), each.hex()));
  }

  private static Message decode(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int length = MessageCodec.bodyBytes(buffer);
    if (length != bytes.length - MessageCodec.HEADER_BYTES) {
      throw new MalformedPacket("a body of another length");
    }
    return MessageCodec.decode(bytes[0] & 0xFF, buffer.position(MessageCodec.HEADER_BYTES).slice());
  }

  private static byte[] encode(Message message) {
    ByteBuffer bytes = MessageCodec.encode(message);
    byte[] array = new byte[bytes.remaining()];
    bytes.get(array);
    return array;
  }

  @ParameterizedTest
  @MethodSource("golden")
  void message_asBytes_isGolden(Message message, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

    assertThat(encode(message)).isEqualTo(bytes);
    assertThat(decode(bytes)).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("golden")
  void message_thatEndsEarlyOrLate_isRefused(Message message, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    boolean anyLength =
        message instanceof Message.Abort
            || message instanceof Message.Reverse
            || message instanceof Message.Data;
    List<byte[]> wrong = new ArrayList<>();
    for (int length = MessageCodec.HEADER_BYTES; length <= bytes.length + 1; length++) {
      boolean onePieceOfTwo = message instanceof Message.Round && length == bytes.length - 29;
      if (!anyLength && length != bytes.length && !onePieceOfTwo) {
        wrong.add(resized(bytes, length));
      }
    }

    for (byte[] each : wrong) {
      assertThatThrownBy(() -> decode(each)).isInstanceOf(MalformedPacket.class);
    }
  }

  private static byte[] resized(byte[] bytes, int length) {
    byte[] resized = Arrays.copyOf(bytes, length);
    ByteBuffer.wrap(resized).putInt(1, length - MessageCodec.HEADER_BYTES);
    return resized;
  }

  @Test
  void length_beyondWhatATypeHas_isRefusedBeforeItIsRead() {
    for (int type = 0; type < 256; type++) {
      ByteBuffer header = ByteBuffer.allocate(5).put((byte) type).putInt(Integer.MAX_VALUE);

      assertThatThrownBy(() -> MessageCodec.bodyBytes(header)).isInstanceOf(MalformedPacket.class);
    }
  }

  @Test
  void round_ofNoPieces_isRefused() {
    byte[] bytes = HexFormat.of().parseHex("0300000010" + "0".repeat(32));

    assertThatThrownBy(() -> decode(bytes)).hasMessageContaining("pieces must be 1 to 64, not 0");
  }

  @Test
  void piece_thatNamesNoContent_isRefused() {
    Xid host = new Xid(XidType.HID, 1, 2, 3);

    assertThatThrownBy(() -> new Piece(false, host, 1)).hasMessageContaining("must name content");
  }

  @Test
  void abort_withMoreThanACauseHas_isCutOff() {
    byte[] bytes = encode(new Message.Abort("x".repeat(10_000)));

    assertThat(decode(bytes)).isEqualTo(new Message.Abort("x".repeat(Message.MOST_CAUSE)));
  }

  @Test
  void messages_mutated_areReadOrRefused() {
    List<byte[]> samples = GOLDEN.stream().map(each -> encode(each.message())).toList();
    for (long seed = 1; seed <= 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < 2000; i++) {
        byte[] bytes = samples.get(random.nextInt(samples.size())).clone();
        for (int change = random.nextInt(4); change >= 0; change--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        assertReadOrRefused(bytes, seed);
      }
    }
  }

  private static void assertReadOrRefused(byte[] bytes, long seed) {
    try {
      Message message = decode(bytes);
      assertThat(encode(message)).as("seed %d", seed).hasSizeLessThan(2 * bytes.length + 64);
    } catch (MalformedPacket refused) {
      assertThat(refused).as("seed %d", seed).hasMessageMatching("(?s).{5,300}");
    }
  }
}
