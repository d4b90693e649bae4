package dev.drover.simulate.packet;

import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.kernel.Timer;

/**
 * The receiving end of a connection: acknowledgements, delayed (RFC 1122, section 4.2.3.2; RFC
 * 5681, section 4.2) and selective (RFC 2018). Its application takes what arrives at once, so the
 * receive window is always as large as it was.
 */
final class TcpReceiver implements Endpoint {
  private final Simulator simulator;
  private final PacketPool pool;
  private final TcpConfig config;
  private final TcpConnection connection;
  private final Port[] back;
  private final int ackBytes;
  private final long delayedTimeout;
  private final Timer delayed;
  private final RangeSet outOfOrder = new RangeSet();
  private final long[] reported = new long[Packet.MAX_SACK_BLOCKS];
  private int reports;
  private long next;
  private long acknowledged;
  private int held;
  private int quick;
  private long recentTimestamp;

  TcpReceiver(
      Simulator simulator,
      PacketPool pool,
      TcpConfig config,
      TcpConnection connection,
      Port[] back,
      int ackBytes) {
    this.simulator = simulator;
    this.pool = pool;
    this.config = config;
    this.connection = connection;
    this.back = back;
    this.ackBytes = ackBytes;
    this.delayedTimeout = SimTime.of(config.delayedTimeout());
    this.quick = config.quickSegments();
    this.delayed = new Timer(simulator, () -> acknowledge(false));
  }

  /** {@return bytes that have arrived in order} */
  long delivered() {
    return next;
  }

  @Override
  public void receive(Packet packet) {
    if (packet.sequence <= acknowledged) {
      recentTimestamp = packet.sentAt;
    }
    if (packet.connecting) {
      pool.give(packet);
      acknowledge(false);
      return;
    }
    long start = packet.sequence;
    long end = start + packet.payload;
    pool.give(packet);
    if (end <= next) {
      acknowledge(true);
    } else if (start > next) {
      boolean known = outOfOrder.indexOf(start) >= 0;
      report(outOfOrder.start(outOfOrder.add(start, end)));
      acknowledge(known);
    } else {
      next = end;
      if (outOfOrder.isEmpty()) {
        hold();
      } else {
        takeWhatFollows();
        acknowledge(false);
      }
      connection.arrived();
    }
  }

  /** RFC 5681: a segment that fills a gap is acknowledged at once. */
  private void takeWhatFollows() {
    if (outOfOrder.start(0) <= next) {
      next = Math.max(next, outOfOrder.end(0));
      outOfOrder.removeBelow(next);
    }
  }

  private void hold() {
    if (++held >= config.delayedSegments() || quick > 0) {
      quick--;
      acknowledge(false);
    } else if (!delayed.isSet()) {
      delayed.set(simulator.now() + delayedTimeout);
    }
  }

  /** The block that holds the latest segment comes first, then those reported before. */
  private void report(long start) {
    int at = 0;
    while (at < reports && reported[at] != start) {
      at++;
    }
    if (at == reports) {
      reports = Math.min(reports + 1, reported.length);
      at = reports - 1;
    }
    for (; at > 0; at--) {
      reported[at] = reported[at - 1];
    }
    reported[0] = start;
  }

  private void acknowledge(boolean duplicate) {
    delayed.cancel();
    held = 0;
    acknowledged = next;
    Packet ack = pool.take();
    ack.migration = connection.isMigration();
    ack.owner = connection.owner();
    ack.target = connection;
    ack.connecting = false;
    ack.sequence = next;
    ack.payload = 0;
    ack.window = config.receiveWindow();
    ack.sentAt = simulator.now();
    ack.echo = recentTimestamp;
    ack.duplicate = duplicate;
    ack.sackBlocks = config.sack() && !outOfOrder.isEmpty() ? fillBlocks(ack) : 0;
    ack.wireBytes = ackBytes + (ack.sackBlocks == 0 ? 0 : 4 + 8 * ack.sackBlocks);
    ack.depart(back);
  }

  private int fillBlocks(Packet ack) {
    int blocks = 0;
    int kept = 0;
    for (int i = 0; i < reports; i++) {
      int range = outOfOrder.indexOf(reported[i]);
      if (range >= 0 && !isIn(ack, blocks, outOfOrder.start(range))) {
        ack.sackStart[blocks] = outOfOrder.start(range);
        ack.sackEnd[blocks] = outOfOrder.end(range);
        blocks++;
        reported[kept++] = outOfOrder.start(range);
      }
    }
    reports = kept;
    return blocks;
  }

  private static boolean isIn(Packet ack, int blocks, long start) {
    for (int i = 0; i < blocks; i++) {
      if (ack.sackStart[i] == start) {
        return true;
      }
    }
    return false;
  }
}
