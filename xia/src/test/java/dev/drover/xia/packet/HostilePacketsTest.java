package dev.drover.xia.packet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.RandomDags;
import dev.drover.xia.address.Xid;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes, parsing gives a packet that can be used or says what is wrong. */
final class HostilePacketsTest {
  /** {@return whether it is a packet} */
  private static boolean survives(byte[] bytes) {
    Packet packet;
    try {
      packet = Packet.parse(bytes, bytes.length);
    } catch (MalformedPacket e) {
      assertThat(e.getMessage()).isNotBlank();
      return false;
    }
    use(packet);
    return true;
  }

  private static void use(Packet packet) {
    int last = packet.last();
    for (int node = Packet.AT_SOURCE; node < packet.destinationNodes(); node++) {
      packet.last(node);
      for (int slot = 0; slot < Dag.MAX_EDGES; slot++) {
        int edge = packet.edge(slot);
        if (edge != Dag.NO_EDGE) {
          // Every step leads on: no packet can go in circles.
          assertThat(edge).isGreaterThan(node).isLessThan(packet.destinationNodes());
          assertThat(packet.node(edge)).isEqualTo(Xid.read(packet.buffer(), packet.nodeAt(edge)));
        }
      }
    }
    packet.last(last);
    assertThat(packet.intent()).isNotNull();
    assertThat(packet.sourceIntent()).isNotNull();
    assertThat(packet.headerBytes() + packet.payload().remaining()).isEqualTo(packet.size());
    try {
      assertThat(packet.destination().intent()).isEqualTo(packet.intent());
      assertThat(packet.source().intent()).isEqualTo(packet.sourceIntent());
    } catch (MalformedPacket e) {
      assertThat(e.getMessage()).startsWith("its address is none: ");
    }
  }

  private static Packet sample(Random random) {
    RandomDags dags = new RandomDags(random);
    return Packet.of(
        dags.dag(), dags.dag(), random.nextInt(256), ByteBuffer.allocate(random.nextInt(40)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void randomPacket_parsed_isTheSame(long seed) {
    Random random = new Random(seed);
    RandomDags dags = new RandomDags(random);
    for (int i = 0; i < 500; i++) {
      Dag to = dags.dag();
      Dag from = dags.dag();
      byte[] payload = new byte[random.nextInt(50)];
      random.nextBytes(payload);
      Packet made = Packet.of(to, from, i & 0xFF, i & 0xFF, ByteBuffer.wrap(payload));
      Packet packet = Packet.parse(made.array(), made.size());
      assertThat(packet.destination()).as("seed %d", seed).isEqualTo(to);
      assertThat(packet.source()).isEqualTo(from);
      assertThat(packet.payload()).isEqualTo(ByteBuffer.wrap(payload));
      assertThat(packet.nextHeader()).isEqualTo(i & 0xFF);
      assertThat(packet.hopLimit()).isEqualTo(i & 0xFF);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void packet_mutated_isAPacketOrMalformed(long seed) {
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < 5_000; i++) {
      refused += survives(Mutations.of(sample(random).array(), random)) ? 0 : 1;
    }
    assertThat(refused).as("seed %d", seed).isBetween(500, 4500);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void noise_isAPacketOrMalformed(long seed) {
    Random random = new Random(seed);
    int packets = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      if (noise.length > 64) {
        // Right as far as lengths go, or nothing would get past them.
        noise[0] = 1;
        noise[2] = 0;
        noise[3] = 0;
        noise[5] = 1;
        noise[6] = 1;
        noise[7] = (byte) (random.nextInt(4) - 2);
        for (int slot = 0; slot < 4; slot++) {
          noise[32 + slot] = (byte) (random.nextInt(3) == 0 ? 0x80 : 0x7F);
          noise[60 + slot] = (byte) (random.nextInt(8) == 0 ? random.nextInt() : 0xFF);
        }
      }
      packets += survives(noise) ? 1 : 0;
    }
    assertThat(packets).as("seed %d", seed).isBetween(1000, 19_000);
  }
}
