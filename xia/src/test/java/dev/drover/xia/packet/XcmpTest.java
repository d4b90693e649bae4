package dev.drover.xia.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.RandomDags;
import dev.drover.xia.address.Xid;
import dev.drover.xia.packet.Xcmp.EchoReply;
import dev.drover.xia.packet.Xcmp.EchoRequest;
import dev.drover.xia.packet.Xcmp.Redirect;
import dev.drover.xia.packet.Xcmp.TimeExceeded;
import dev.drover.xia.packet.Xcmp.Unknown;
import dev.drover.xia.packet.Xcmp.Unreachable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class XcmpTest {
  private static final Xid HOST = Xid.parse("HID:" + "b1".repeat(20));
  private static final Xid ROUTER = Xid.parse("HID:" + "b2".repeat(20));
  private static final Dag TO = Dag.chain(HOST);
  private static final Dag FROM = Dag.chain(Xid.parse("HID:" + "b3".repeat(20)));

  private static final Packet PACKET =
      Packet.of(TO, FROM, NextHeader.TRANSPORT, ByteBuffer.wrap(bytes("00112233445566778899")));

  /** The header and the first 8 of 10 bytes. */
  private static final String QUOTED =
      "01"
          + "3c"
          + "000a"
          + "fa"
          + "01"
          + "01"
          + "ff"
          + "00000011"
          + "b1".repeat(20)
          + "007f7f7f"
          + "00000011"
          + "b3".repeat(20)
          + "007f7f7f"
          + "0011223344556677";

  private static final String XID = "00000011" + "b1".repeat(20);
  private static final String NO_XID = "00".repeat(24);

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static Octets octets(String hex) {
    return Octets.of(bytes(hex));
  }

  private static String hex(ByteBuffer bytes) {
    return Octets.rest(bytes).toString();
  }

  /** Puts a checksum where it belongs, computed as RFC 1071 words it: 16 bits at a time. */
  private static byte[] summed(byte[] message) {
    message[2] = 0;
    message[3] = 0;
    long sum = 0;
    for (int i = 0; i < message.length; i++) {
      sum += (message[i] & 0xFFL) << (i % 2 == 0 ? 8 : 0);
    }
    sum = (sum & 0xFFFF) + (sum >> 16);
    sum = (sum & 0xFFFF) + (sum >> 16);
    message[2] = (byte) (~sum >> 8);
    message[3] = (byte) ~sum;
    return message;
  }

  private static Xcmp decode(String hex) {
    return Xcmp.decode(ByteBuffer.wrap(summed(bytes(hex))));
  }

  /** 0800 + 1234 + 0002 + 6162 + 6300 is de98; its complement 2167. */
  @Test
  void echo_isTheGoldenBytes() {
    EchoRequest request = new EchoRequest(0x1234, 2, octets("616263"));
    assertThat(hex(request.encode())).isEqualTo("08002167" + "1234" + "0002" + "616263");
    assertThat(hex(request.reply().encode())).isEqualTo("00002967" + "1234" + "0002" + "616263");
    assertThat(Xcmp.decode(request.encode())).isEqualTo(request);
    assertThat(Xcmp.decode(request.reply().encode()))
        .isEqualTo(new EchoReply(0x1234, 2, octets("616263")));
  }

  @Test
  void errors_areTheGoldenBytes() {
    Quote quote = Quote.of(PACKET);
    List<Xcmp> errors =
        List.of(
            new Unreachable(Xcmp.NO_WAY, HOST, quote),
            new TimeExceeded(quote),
            new Redirect(HOST, ROUTER, quote, octets("0102")));
    List<String> golden =
        List.of(
            "03010000" + XID + NO_XID + QUOTED,
            "0b000000" + NO_XID + NO_XID + QUOTED,
            "05010000" + XID + XID.replace("b1", "b2") + QUOTED + "0102");
    for (int i = 0; i < errors.size(); i++) {
      Xcmp error = errors.get(i);
      assertThat(hex(error.encode()))
          .isEqualTo(HexFormat.of().formatHex(summed(bytes(golden.get(i)))));
      assertThat(Xcmp.decode(error.encode())).isEqualTo(error);
    }
  }

  @Test
  void prototypesErrors_areUnderstood() {
    assertThat(decode("0b010000" + NO_XID + NO_XID + QUOTED))
        .isEqualTo(new TimeExceeded(Quote.of(PACKET)));
    assertThat(decode("05010000" + XID + XID + QUOTED))
        .isEqualTo(new Redirect(HOST, HOST, Quote.of(PACKET), Octets.EMPTY));
  }

  @ParameterizedTest
  @CsvSource({"0b02, 11, 2", "0500, 5, 0", "0d00, 13, 0", "ff07, 255, 7"})
  void unknownTypesAndCodes_areKept(String hex, int type, int code) {
    Xcmp message = decode(hex + "0000" + "abcdef");
    assertThat(message).isEqualTo(new Unknown(type, code, octets("abcdef")));
    assertThat(Xcmp.decode(message.encode())).isEqualTo(message);
  }

  @Test
  void quote_saysWhatThePacketWas() {
    Packet quoted = Quote.of(PACKET).packet();
    assertThat(quoted.destination()).isEqualTo(TO);
    assertThat(quoted.source()).isEqualTo(FROM);
    assertThat(quoted.nextHeader()).isEqualTo(NextHeader.TRANSPORT);
    assertThat(hex(quoted.payload())).isEqualTo("0011223344556677");
  }

  @Test
  void quote_ofAShortPaddedPacket_hasZerosForWhatItLacks() {
    byte[] padded = new byte[100];
    Arrays.fill(padded, (byte) 0x55);
    Packet small = Packet.of(TO, FROM, NextHeader.NONE, ByteBuffer.wrap(bytes("abcd")));
    System.arraycopy(small.array(), 0, padded, 0, small.size());
    Quote quote = Quote.of(Packet.parse(padded, padded.length));
    assertThat(quote.toString()).endsWith("abcd000000000000").hasSize(2 * (64 + 8));
    assertThat(hex(quote.packet().payload())).isEqualTo("abcd");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          080000           | a control message has 4 bytes or more, not 3
          08000000123401   | a control message's checksum is wrong
          08000000123400   | an echo has 8 bytes or more, not 7
          03010000aabb     | an error has 52 bytes or more, not 6
          """)
  void malformedMessage_isRefusedWithTheReason(String hex, String message) {
    byte[] wrong = bytes(hex);
    byte[] sent = message.contains("checksum") || wrong.length < 4 ? wrong : summed(wrong);
    assertThatThrownBy(() -> Xcmp.decode(ByteBuffer.wrap(sent)))
        .isInstanceOf(MalformedPacket.class)
        .hasMessage(message);
  }

  @Test
  void error_withoutWholeQuote_isRefused() {
    String whole = "03010000" + XID + NO_XID + QUOTED;
    for (int length = 4; length < whole.length() / 2; length++) {
      String cut = whole.substring(0, 2 * length);
      assertThatThrownBy(() -> decode(cut)).isInstanceOf(MalformedPacket.class);
    }
    assertThat(decode(whole)).isInstanceOf(Unreachable.class);
  }

  /** Single bits, everywhere: the checksum sees each. */
  @Test
  void bit_flippedAnywhere_isRefused() {
    byte[] wire = bytes(hex(new EchoRequest(7, 9, octets("ab".repeat(33))).encode()));
    for (int bit = 0; bit < 8 * wire.length; bit++) {
      byte[] lie = wire.clone();
      lie[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> Xcmp.decode(ByteBuffer.wrap(lie)))
          .isInstanceOf(MalformedPacket.class);
    }
  }

  @Test
  void fields_outOfRange_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EchoRequest(65_536, 0, Octets.EMPTY))
        .withMessage("id must be 0 to 65535, not 65536");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EchoReply(0, -1, Octets.EMPTY))
        .withMessage("sequence must be 0 to 65535, not -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Unreachable(256, HOST, Quote.of(PACKET)))
        .withMessage("code must be 0 to 255, not 256");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Unknown(256, 0, Octets.EMPTY))
        .withMessage("type and code must be 0 to 255, not 256 and 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EchoReply(0, 0, Octets.of(new byte[65_528])))
        .withMessage("a control message holds at most 65527 bytes, not 65528");
  }

  @Test
  void errors_areNotTold_aboutErrorsNorBroadcasts() {
    assertThat(Xcmp.mayAnswer(PACKET)).isTrue();
    assertThat(Xcmp.mayAnswer(xcmp(new EchoRequest(1, 1, Octets.EMPTY)))).isTrue();
    assertThat(Xcmp.mayAnswer(xcmp(new EchoReply(1, 1, Octets.EMPTY)))).isTrue();
    assertThat(Xcmp.mayAnswer(xcmp(new TimeExceeded(Quote.of(PACKET))))).isFalse();
    assertThat(Xcmp.mayAnswer(xcmp(new Unreachable(1, HOST, Quote.of(PACKET))))).isFalse();
    assertThat(Xcmp.mayAnswer(xcmp(new Redirect(HOST, HOST, Quote.of(PACKET), Octets.EMPTY))))
        .isFalse();
    assertThat(Xcmp.mayAnswer(xcmp(new Unknown(77, 0, Octets.EMPTY)))).isFalse();
    assertThat(Xcmp.mayAnswer(Packet.of(TO, FROM, NextHeader.XCMP, ByteBuffer.allocate(0))))
        .isFalse();
    assertThat(
            Xcmp.mayAnswer(
                Packet.of(
                    Dag.chain(Xid.BROADCAST, Xid.BEACONS),
                    FROM,
                    NextHeader.TRANSPORT,
                    ByteBuffer.allocate(0))))
        .isFalse();
  }

  private static Packet xcmp(Xcmp message) {
    return Packet.of(TO, FROM, NextHeader.XCMP, message.encode());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void message_mutated_isAMessageOrMalformed(long seed) {
    Random random = new Random(seed);
    RandomDags dags = new RandomDags(random);
    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      Quote quote =
          Quote.of(Packet.of(dags.dag(), dags.dag(), 60, ByteBuffer.allocate(random.nextInt(12))));
      Xcmp sample =
          switch (random.nextInt(4)) {
            case 0 -> new EchoRequest(random.nextInt(65_536), 5, Octets.of(new byte[9]));
            case 1 -> new Unreachable(random.nextInt(256), dags.xid(), quote);
            case 2 -> new TimeExceeded(quote);
            default -> new Redirect(dags.xid(), dags.xid(), quote, Octets.of(new byte[20]));
          };
      assertThat(Xcmp.decode(sample.encode())).isEqualTo(sample);
      byte[] mutated = Mutations.of(bytes(hex(sample.encode())), random);
      // Past the checksum, or nothing else would be tried.
      byte[] sent = mutated.length < 4 || random.nextInt(10) == 0 ? mutated : summed(mutated);
      try {
        Xcmp read = Xcmp.decode(ByteBuffer.wrap(sent));
        assertThat(Xcmp.decode(read.encode())).as("seed %d", seed).isEqualTo(read);
      } catch (MalformedPacket e) {
        assertThat(e.getMessage()).isNotBlank();
        refused++;
      }
    }
    assertThat(refused).as("seed %d", seed).isBetween(300, 9000);
  }
}
