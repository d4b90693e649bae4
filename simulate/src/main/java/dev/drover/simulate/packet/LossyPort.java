package dev.drover.simulate.packet;

import dev.drover.simulate.stream.TrafficKind;
import java.util.random.RandomGenerator;

/** A port that loses packets by chance before they are queued, such as a bad cable does. */
final class LossyPort implements Port {
  private final Port behind;
  private final PacketPool pool;
  private final double probability;
  private final RandomGenerator random;
  private long lost;

  LossyPort(Port behind, PacketPool pool, double probability, RandomGenerator random) {
    this.behind = behind;
    this.pool = pool;
    this.probability = probability;
    this.random = random;
  }

  @Override
  public void send(Packet packet) {
    if (random.nextDouble() < probability) {
      lost++;
      pool.give(packet);
    } else {
      behind.send(packet);
    }
  }

  @Override
  public long packetsSent() {
    return behind.packetsSent();
  }

  @Override
  public long bytesSent(TrafficKind kind) {
    return behind.bytesSent(kind);
  }

  @Override
  public long packetsDropped() {
    return behind.packetsDropped() + lost;
  }

  @Override
  public long queuedBytes() {
    return behind.queuedBytes();
  }
}
