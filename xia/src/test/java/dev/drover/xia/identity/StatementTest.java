package dev.drover.xia.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.xia.identity.Statement.Kind;
import dev.drover.xia.packet.MalformedPacket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class StatementTest {
  private static final Identity SPEAKER = Identity.generate();

  private static Statement said(Kind kind) {
    return Statement.sign(SPEAKER, kind, 0x0102030405060708L, "body".getBytes(US_ASCII));
  }

  @Test
  void encoded_isKindCounterKeyBodySignature() {
    byte[] wire = said(Kind.NAME).encode();
    String signed = "04" + "0102030405060708" + SPEAKER.publicKey() + "0004" + "626f6479";
    assertThat(HexFormat.of().formatHex(wire, 0, wire.length - 64)).isEqualTo(signed);
    byte[] domain = "drover xia statement\0".getBytes(US_ASCII);
    byte[] message = Arrays.copyOf(domain, domain.length + signed.length() / 2);
    System.arraycopy(
        HexFormat.of().parseHex(signed), 0, message, domain.length, signed.length() / 2);
    assertThat(
            SPEAKER
                .publicKey()
                .verifies(message, Arrays.copyOfRange(wire, wire.length - 64, wire.length)))
        .isTrue();
  }

  /** As they stand on the wire; they must not move. */
  @Test
  void kinds_haveTheirNumbers() {
    List<Integer> numbers =
        Arrays.stream(Kind.values()).map(kind -> (int) said(kind).encode()[0]).toList();
    assertThat(numbers).startsWith(1, 2, 3, 4, 5, 6, 7, 8).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void statement_read_isGenuineAndTheSame(Kind kind) {
    byte[] wire = said(kind).encode();
    ByteBuffer amid = ByteBuffer.allocate(wire.length + 10).position(5).put(wire).position(5);
    Statement read = Statement.read(amid);
    assertThat(amid.position()).isEqualTo(5 + wire.length);
    assertThat(read.genuine()).isTrue();
    assertThat(read.kind()).isEqualTo(kind);
    assertThat(read.counter()).isEqualTo(0x0102030405060708L);
    assertThat(read.signer()).isEqualTo(SPEAKER.publicKey());
    assertThat(US_ASCII.decode(read.body()).toString()).isEqualTo("body");
    assertThat(read.encode()).isEqualTo(wire);
    assertThat(read.body().isReadOnly()).isTrue();
  }

  /** Each bit of each byte: none is outside the signature, kind and key included. */
  @Test
  void bit_flippedAnywhere_isNotGenuine() {
    byte[] wire = said(Kind.MIGRATE).encode();
    int read = 0;
    for (int bit = 0; bit < 8 * wire.length; bit++) {
      byte[] lie = wire.clone();
      lie[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        assertThat(Statement.read(ByteBuffer.wrap(lie)).genuine()).as("bit %d", bit).isFalse();
        read++;
      } catch (MalformedPacket e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    assertThat(read).isGreaterThan(8 * wire.length * 9 / 10);
  }

  @Test
  void signatureOfSomethingElse_isNotTaken() {
    byte[] wire = said(Kind.NAME).encode();
    byte[] bare = Arrays.copyOf(wire, wire.length - 64);
    System.arraycopy(SPEAKER.sign(bare), 0, wire, bare.length, 64);
    assertThat(Statement.read(ByteBuffer.wrap(wire)).genuine()).isFalse();
  }

  @Test
  void statement_cutAnywhere_isRefused() {
    byte[] wire = said(Kind.NAME).encode();
    for (int size = 0; size < wire.length; size++) {
      ByteBuffer cut = ByteBuffer.wrap(wire, 0, size);
      assertThatThrownBy(() -> Statement.read(cut))
          .isInstanceOf(MalformedPacket.class)
          .hasMessage("a statement ends early");
    }
    wire[0] = 99;
    assertThatThrownBy(() -> Statement.read(ByteBuffer.wrap(wire)))
        .isInstanceOf(MalformedPacket.class)
        .hasMessage("no statement is of kind 99");
  }

  @Test
  void noise_isAStatementThatIsNotGenuineOrMalformed() {
    Random random = new Random(1);
    int read = 0;
    for (int i = 0; i < 2_000; i++) {
      byte[] noise = new byte[100 + random.nextInt(100)];
      random.nextBytes(noise);
      noise[0] = (byte) random.nextInt(10);
      noise[41] = 0;
      try {
        assertThat(Statement.read(ByteBuffer.wrap(noise)).genuine()).isFalse();
        read++;
      } catch (MalformedPacket e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    assertThat(read).isGreaterThan(100);
  }

  @Test
  void body_ofAnyLength_isCopiedAndBounded() {
    byte[] body = new byte[65_535];
    Statement statement = Statement.sign(SPEAKER, Kind.NAME, 1, body);
    body[0] = 1;
    assertThat(statement.genuine()).isTrue();
    assertThat(Statement.read(ByteBuffer.wrap(statement.encode())).genuine()).isTrue();
    assertThat(Statement.sign(SPEAKER, Kind.NAME, 1, new byte[0]).genuine()).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Statement.sign(SPEAKER, Kind.NAME, 1, new byte[65_536]))
        .withMessage("a body must have at most 65535 bytes: 65536");
  }
}
