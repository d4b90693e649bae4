package dev.drover.xia.address;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class XidTest {
  @Test
  void xid_written_isTypeThenIdBigEndian() {
    byte[] id = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f10111213");
    ByteBuffer bytes = ByteBuffer.allocate(30);
    Xid.of(XidType.SID, id).write(bytes, 5);
    assertThat(HexFormat.of().formatHex(bytes.array(), 5, 29))
        .isEqualTo("00000013" + "000102030405060708090a0b0c0d0e0f10111213");
    assertThat(Xid.read(bytes, 5)).isEqualTo(Xid.of(XidType.SID, id));
    assertThat(Xid.read(bytes, 5).id()).isEqualTo(id);
    assertThat(bytes.position()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "AD:1, AD:1000000000000000000000000000000000000000",
    "hid:ABCdef, HID:abcdef0000000000000000000000000000000000",
    "CID:0123456789012345678901234567890123456789, CID:0123456789012345678901234567890123456789",
    "Cid256:00, CID256:0000000000000000000000000000000000000000",
    "0x13:1, SID:1000000000000000000000000000000000000000",
    "0x00001002:ff, 0x00001002:ff00000000000000000000000000000000000000",
    "0xFFFFFFFF:ff, 0xffffffff:ff00000000000000000000000000000000000000"
  })
  void text_ofAnyForm_isPrintedInFull(String text, String printed) {
    assertThat(Xid.parse(text)).hasToString(printed);
    assertThat(Xid.parse(printed)).isEqualTo(Xid.parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          AD              | 'AD' is no identifier; write TYPE:hex
          ""              | '' is no identifier; write TYPE:hex
          AD:             | 'AD:' must have 1 to 40 hex digits
          AD:12345678901234567890123456789012345678901 | 'AD:12345678901234567890123456789012345678901' must have 1 to 40 hex digits
          AD:xyz          | 'AD:xyz' has something else than hex digits
          AD:1:2          | 'AD:1:2' has something else than hex digits
          XX:1            | 'XX' is no type of identifier; use AD, HID, SID, CID, CID256, IP or a number 0x…
          0x:1            | '0x' is no type of identifier; use AD, HID, SID, CID, CID256, IP or a number 0x…
          0x+1:1          | '0x+1' is no type of identifier; use AD, HID, SID, CID, CID256, IP or a number 0x…
          0x123456789:1   | '0x123456789' is no type of identifier; use AD, HID, SID, CID, CID256, IP or a number 0x…
          """)
  void text_ofNoIdentifier_isRefusedWithTheReason(String text, String message) {
    assertThatIllegalArgumentException().isThrownBy(() -> Xid.parse(text)).withMessage(message);
  }

  @Test
  void randomXid_printedAndWritten_isReadBack() {
    RandomDags random = new RandomDags(new Random(1));
    ByteBuffer bytes = ByteBuffer.allocate(Xid.BYTES);
    for (int i = 0; i < 2000; i++) {
      Xid xid = random.xid();
      assertThat(Xid.parse(xid.toString())).isEqualTo(xid);
      xid.write(bytes, 0);
      assertThat(Xid.read(bytes, 0)).isEqualTo(xid);
      assertThat(Xid.of(xid.type(), xid.id())).isEqualTo(xid);
    }
  }

  @Test
  void wellKnown_areThePrototypes() {
    assertThat(Xid.BROADCAST).hasToString("HID:" + "f".repeat(40));
    assertThat(Xid.BEACONS).hasToString("SID:111" + "0".repeat(33) + "1111");
    assertThat(Xid.ROUTING).hasToString("SID:111" + "0".repeat(33) + "1112");
    assertThat(Xid.NAMES).hasToString("SID:111" + "0".repeat(33) + "1113");
    assertThat(Xid.ofIpv4(new byte[] {10, 0, (byte) 200, 1}))
        .hasToString("IP:45000000" + "00010000" + "fafa0000" + "00000000" + "0a00c801");
  }

  /** Of {@code abc}, as FIPS 180 gives both digests. */
  @Test
  void content_isNamedByItsDigest() {
    byte[] amid = "xabcx".getBytes(US_ASCII);
    assertThat(Xid.ofContent(XidType.CID, amid, 1, 3))
        .hasToString("CID:a9993e364706816aba3e25717850c26c9cd0d89d");
    assertThat(Xid.ofContent(XidType.CID256, amid, 1, 3))
        .hasToString("CID256:ba7816bf8f01cfea414140de5dae2223b00361a3");
    assertThat(Xid.hash(XidType.HID, "abc".getBytes(US_ASCII)))
        .hasToString("HID:ba7816bf8f01cfea414140de5dae2223b00361a3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Xid.ofContent(XidType.SID, amid, 0, 1))
        .withMessage("SID names no content");
  }

  @Test
  void bytes_ofAnotherNumber_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Xid.of(XidType.AD, new byte[19]))
        .withMessage("an id must have 20 bytes, not 19");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Xid.ofIpv4(new byte[16]))
        .withMessage("an IPv4 address has 4 bytes, not 16");
  }
}
