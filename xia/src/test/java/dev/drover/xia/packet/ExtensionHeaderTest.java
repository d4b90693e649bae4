package dev.drover.xia.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExtensionHeaderTest {
  private static ExtensionHeader read(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    return ExtensionHeader.read(ByteBuffer.wrap(bytes), WireProfile.DROVER);
  }

  private static String written(ExtensionHeader header) {
    ByteBuffer bytes = ByteBuffer.allocate(header.size());
    header.write(bytes);
    assertThat(bytes.hasRemaining()).isFalse();
    return HexFormat.of().formatHex(bytes.array());
  }

  private static ExtensionHeader transport(WireProfile profile) {
    return ExtensionHeader.of(NextHeader.NONE, profile)
        .with(6, 0x1234, 2)
        .with(0, 1, 1)
        .with(4, 0xDEADBEEFL, 4);
  }

  @Test
  void prototypes_areLittleEndian() {
    assertThat(written(transport(WireProfile.PROTOTYPE)))
        .isEqualTo("3b10" + "020001" + "0504efbeadde" + "03063412" + "00");
  }

  @Test
  void ours_areBigEndian() {
    assertThat(written(transport(WireProfile.DROVER)))
        .isEqualTo("3b10" + "020001" + "0504deadbeef" + "03061234" + "00");
  }

  @ParameterizedTest
  @EnumSource
  void values_writtenAndRead_areTheSame(WireProfile profile) {
    ExtensionHeader header = transport(profile).with(200, Long.MIN_VALUE, 8);
    ByteBuffer bytes = ByteBuffer.allocate(64);
    bytes.position(3);
    header.write(bytes);
    int end = bytes.position();
    bytes.position(3);
    ExtensionHeader read = ExtensionHeader.read(bytes, profile);
    assertThat(bytes.position()).isEqualTo(end).isEqualTo(3 + header.size());
    assertThat(read.next()).isEqualTo(59);
    assertThat(read.number(0)).isEqualTo(1);
    assertThat(read.number(4)).isEqualTo(0xDEADBEEFL);
    assertThat(read.number(6)).isEqualTo(0x1234);
    assertThat(read.number(200)).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void absentKey_is0AndToldApart() {
    ExtensionHeader header = read("3b08 020000 00 0000");
    assertThat(header.number(7)).isZero();
    assertThat(header.bytes(7)).isEmpty();
    assertThat(header.optional(7)).isEmpty();
    assertThat(header.optional(0)).hasValue(0);
  }

  @Test
  void order_doesNotMatter_andValuesMayFillTheHeader() {
    ExtensionHeader header = read("0c0c 0306abcd 0201ff 020007");
    assertThat(header.number(6)).isEqualTo(0xABCD);
    assertThat(header.number(1)).isEqualTo(255);
    assertThat(header.number(0)).isEqualTo(7);
  }

  @Test
  void afterAnEnd_nothingIsRead() {
    ExtensionHeader header = read("3c08 00 020105 0000");
    assertThat(header.optional(1)).isEmpty();
    assertThat(header.next()).isEqualTo(60);
  }

  @Test
  void emptyHeader_hasFourBytes() {
    assertThat(written(ExtensionHeader.of(60, WireProfile.DROVER))).isEqualTo("3c040000");
  }

  @Test
  void values_areCopied() {
    byte[] value = {1, 2, 3};
    ExtensionHeader header = ExtensionHeader.of(0, WireProfile.DROVER).with(9, value);
    value[0] = 7;
    header.bytes(9)[1] = 7;
    assertThat(header.bytes(9)).containsExactly(1, 2, 3);
    assertThat(written(header)).isEqualTo("0008" + "0409010203" + "00");
    assertThatThrownBy(() -> header.number(9))
        .isInstanceOf(MalformedPacket.class)
        .hasMessage("key 9 is no number: 3 bytes");
  }

  @Test
  void largestHeader_has252Bytes() {
    ExtensionHeader header = ExtensionHeader.of(0, WireProfile.DROVER).with(1, new byte[248]);
    assertThat(header.size()).isEqualTo(252);
    ByteBuffer bytes = ByteBuffer.allocate(252);
    header.write(bytes);
    assertThat(ExtensionHeader.read(bytes.flip(), WireProfile.DROVER).bytes(1)).hasSize(248);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExtensionHeader.of(0, WireProfile.DROVER).with(1, new byte[249]))
        .withMessage("an extension header holds at most 252 bytes");
  }

  @ParameterizedTest
  @CsvSource({
    "256, 1, 1, 'a key must be 0 to 255, not 256'",
    "-1, 1, 1, 'a key must be 0 to 255, not -1'",
    "1, 256, 1, 'key 1: 256 does not fit in 1 bytes'",
    "1, -129, 1, 'key 1: -129 does not fit in 1 bytes'",
    "1, 65536, 2, 'key 1: 65536 does not fit in 2 bytes'",
    "1, 4294967296, 4, 'key 1: 4294967296 does not fit in 4 bytes'",
    "1, 1, 3, 'width must be 1, 2, 4 or 8, not 3'"
  })
  void value_thatDoesNotFit_isRefused(int key, long value, int width, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExtensionHeader.of(0, WireProfile.DROVER).with(key, value, width))
        .withMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"255, 1, 255", "-128, 1, 128", "65535, 2, 65535", "-1, 4, 4294967295", "-1, 8, -1"})
  void value_thatJustFits_isReadUnsigned(long value, int width, long read) {
    assertThat(ExtensionHeader.of(0, WireProfile.DROVER).with(1, value, width).number(1))
        .isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          3b0400       | an extension header needs 4 bytes, not 3
          3b000000     | an extension header of 0 bytes does not fit
          3b060000 0000 | an extension header of 6 bytes does not fit
          3b080000     | an extension header of 8 bytes does not fit
          3bff0000     | an extension header of 255 bytes does not fit
          3b040300     | a value of 2 bytes leaves its header
          3b08020101ff0000 | a value of 254 bytes leaves its header
          3b0803000102ff00 | a value of 254 bytes leaves its header
          """)
  void malformedHeader_isRefusedWithTheReason(String hex, String message) {
    assertThatThrownBy(() -> read(hex)).isInstanceOf(MalformedPacket.class).hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void header_mutated_isAHeaderOrMalformed(long seed) {
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      WireProfile profile = random.nextBoolean() ? WireProfile.PROTOTYPE : WireProfile.DROVER;
      ExtensionHeader sample = transport(profile).with(random.nextInt(256), new byte[7]);
      ByteBuffer bytes = ByteBuffer.allocate(sample.size());
      sample.write(bytes);
      ByteBuffer mutated = ByteBuffer.wrap(Mutations.of(bytes.array(), random));
      try {
        ExtensionHeader read = ExtensionHeader.read(mutated, profile);
        for (int key = 0; key < 256; key++) {
          if (read.bytes(key).length == 4) {
            assertThat(read.optional(key)).isPresent();
          }
        }
        assertThat(read.size()).isLessThanOrEqualTo(252);
        written(read);
      } catch (MalformedPacket e) {
        refused++;
      }
    }
    assertThat(refused).as("seed %d", seed).isBetween(500, 9000);
  }
}
