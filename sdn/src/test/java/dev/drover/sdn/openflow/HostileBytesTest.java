package dev.drover.sdn.openflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes, decoding gives a message or says in one line what is wrong. */
final class HostileBytesTest {
  private static final int MUTATIONS = 5_000;

  private static List<byte[]> samples(long seed) throws IOException {
    List<byte[]> samples = new ArrayList<>();
    for (Message message : new RandomMessages(seed).all()) {
      samples.add(Bytes.encode(message));
    }
    for (String hex : OpenVSwitchBytesTest.captured()) {
      samples.add(Bytes.of(hex));
    }
    return samples;
  }

  /**
   * Decodes amid other bytes, so that reading past the end would be seen; what is legal is encoded.
   */
  private static boolean survives(byte[] message) {
    byte[] amid = new byte[message.length + 64];
    Arrays.fill(amid, (byte) 0x5a);
    System.arraycopy(message, 0, amid, 32, message.length);
    ByteBuffer in = ByteBuffer.wrap(amid).position(32).limit(32 + message.length);
    try {
      Message decoded = OpenFlowCodec.decode(in);
      assertThat(Bytes.decode(Bytes.encode(decoded))).isEqualTo(decoded);
      return true;
    } catch (MalformedMessage e) {
      assertThat(e.getMessage()).matches("[^\\n]+ \\((before )?offset \\d+\\)");
      return false;
    } finally {
      assertThat(in.position()).isEqualTo(in.limit()).isEqualTo(32 + message.length);
    }
  }

  private static byte[] withLength(byte[] message) {
    if (message.length >= 4) {
      message[2] = (byte) (message.length >> 8);
      message[3] = (byte) message.length;
    }
    return message;
  }

  @Test
  void message_cutAnywhere_isRefusedWhenItsHeaderDoesNotSaySo() throws IOException {
    for (byte[] sample : samples(1)) {
      for (int length = 0; length < sample.length; length++) {
        assertThat(survives(Arrays.copyOf(sample, length))).isFalse();
      }
    }
  }

  @Test
  void message_cutAnywhereWithLengthPutRight_isAMessageOrMalformed() throws IOException {
    int refused = 0;
    for (byte[] sample : samples(2)) {
      for (int length = 0; length < sample.length; length++) {
        refused += survives(withLength(Arrays.copyOf(sample, length))) ? 0 : 1;
      }
    }
    assertThat(refused).isGreaterThan(1000);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void message_mutated_isAMessageOrMalformed(long seed) throws IOException {
    Random random = new Random(seed);
    List<byte[]> samples = samples(seed);
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] mutated = mutate(samples.get(random.nextInt(samples.size())), random);
      refused += survives(random.nextInt(4) == 0 ? mutated : withLength(mutated)) ? 0 : 1;
    }
    assertThat(refused).isBetween(MUTATIONS / 10, MUTATIONS * 9 / 10);
  }

  private static byte[] mutate(byte[] sample, Random random) {
    int length = sample.length + (random.nextInt(4) == 0 ? random.nextInt(17) - 8 : 0);
    byte[] mutated = Arrays.copyOf(sample, Math.max(0, length));
    int times = random.nextInt(4);
    for (int i = 0; i < times && mutated.length > 0; i++) {
      // Headers and lengths stand in front: most mutations should be there.
      int at = random.nextInt(random.nextBoolean() ? Math.min(48, mutated.length) : mutated.length);
      mutated[at] =
          switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> (byte) (mutated[at] + random.nextInt(17) - 8);
            default -> (byte) random.nextInt();
          };
    }
    return mutated;
  }

  @Test
  void noise_isAMessageOrMalformed() {
    Random random = new Random(9);
    int messages = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[8 + random.nextInt(120)];
      random.nextBytes(noise);
      noise[0] = 4;
      noise[1] = (byte) random.nextInt(30);
      messages += survives(withLength(noise)) ? 1 : 0;
    }
    assertThat(messages).isGreaterThan(1000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          04 0a 00                    | a header of 3 bytes instead of 8 (offset 0)
          05 0a 0008 00000000         | PACKET_IN: version 5 instead of 4 (offset 0)
          04 14 0007 00000000         | BARRIER_REQUEST: a length of 7, less than the header's 8 (offset 2)
          04 14 0009 00000000         | BARRIER_REQUEST: a length of 9 where there are 8 bytes (offset 2)
          04 15 000a 00000000 0000    | BARRIER_REPLY: 2 bytes too many (before offset 8)
          04 06 000c 00000000 00000001 | FEATURES_REPLY: cut short, more was expected (before offset 8)
          04 00 000c 00000000 0001 0003 | HELLO: an element of 3 bytes (before offset 12)
          04 00 000c 00000000 0001 0008 | HELLO: element of 4 bytes where only 0 are left (before offset 12)
          04 0d 0020 00000000 ffffffff 00000001 0008 000000000000 0000 0000 00000001 \
          | PACKET_OUT: an action of 0 bytes, not a multiple of 8 (before offset 28)
          04 0d 0020 00000000 ffffffff 00000001 0010 000000000000 0000 0010 00000001 \
          | PACKET_OUT: actions of 16 bytes where only 8 are left (before offset 24)
          04 0d 0020 00000000 ffffffff 00000001 0008 000000000000 0000 0010 00000001 \
          | PACKET_OUT: action of 12 bytes where only 4 are left (before offset 28)
          04 0b 0038 00000000 0000000000000000 0000 00 00 00000000 00000000 0000 0000 \
          0000000000000000 0000000000000000 0000 0004 00000000 \
          | FLOW_REMOVED: a match of type 0, which is not OXM (before offset 52)
          """)
  void fault_isSaidWithItsPlace(String hex, String message) {
    assertThatThrownBy(() -> Bytes.decode(Bytes.of(hex)))
        .isInstanceOf(MalformedMessage.class)
        .hasMessage(message);
  }

  @Test
  void matchField_twice_isRefused() {
    String removed =
        "04 0b 0048 00000000 0000000000000000 0000 00 00 00000000 00000000 0000 0000"
            + "0000000000000000 0000000000000000"
            + "0001 0014 80000004 00000001 80000004 00000001 00000000";
    assertThatThrownBy(() -> Bytes.decode(Bytes.of(removed)))
        .isInstanceOf(MalformedMessage.class)
        .hasMessage("FLOW_REMOVED: a field that the match has already (before offset 64)");
  }
}
