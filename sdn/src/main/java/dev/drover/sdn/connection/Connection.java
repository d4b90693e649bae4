package dev.drover.sdn.connection;

import dev.drover.model.unit.Durations;
import dev.drover.sdn.control.SwitchChannel;
import dev.drover.sdn.control.SwitchEvents;
import dev.drover.sdn.openflow.MalformedMessage;
import dev.drover.sdn.openflow.Message;
import dev.drover.sdn.openflow.Message.EchoRequest;
import dev.drover.sdn.openflow.Octets;
import dev.drover.sdn.openflow.OpenFlow;
import dev.drover.sdn.openflow.OpenFlowCodec;
import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One peer: its bytes, its session, what waits for it. For whoever holds the lock.
 *
 * <p>An end is only noted here ({@link #fate}); {@link Peers} carries it out when nobody is in the
 * middle of something.
 */
final class Connection implements SwitchChannel {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  private static final int SMALL = 8 << 10;

  /** What one read may bring: some thousands of messages, handled under one hold of the lock. */
  private static final int MOST_READ = 256 << 10;

  /** How much of what was malformed is logged. */
  private static final int SHOWN = 32;

  /** Why a connection ends. */
  record Fate(String why, boolean isFault) {}

  private final Peers peers;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final Wire wire;
  private final String address;
  private final int mostWaiting;

  private Session session = new Session.Greeting();
  private ByteBuffer in = ByteBuffer.allocate(0);
  private ByteBuffer out = ByteBuffer.allocate(SMALL);
  private int nextXid = Session.FIRST_FREE_XID;
  private long datapathId;
  private long sinceNanos;
  private long heardNanos;
  private boolean echoAsked;
  private boolean touched;
  private @Nullable Fate fate;

  Connection(
      Peers peers, SocketChannel channel, SelectionKey key, Wire wire, String address, long nanos) {
    this.peers = peers;
    this.channel = channel;
    this.key = key;
    this.wire = wire;
    this.address = address;
    this.mostWaiting = Math.toIntExact(peers.limits().waiting().count());
    this.sinceNanos = nanos;
    this.heardNanos = nanos;
    send(Session.hello());
  }

  @Override
  public long datapathId() {
    return datapathId;
  }

  @Override
  public int nextXid() {
    return nextXid++;
  }

  @Override
  public void send(Message message) {
    if (fate != null) {
      return;
    }
    while (!put(message)) {
      if (out.capacity() == mostWaiting) {
        end("it does not take what it is sent: " + out.position() + " bytes wait for it", true);
        return;
      }
      int larger = Math.min(mostWaiting, out.capacity() * 2);
      out = ByteBuffer.allocate(larger).put(out.flip());
    }
    touch();
  }

  private boolean put(Message message) {
    try {
      OpenFlowCodec.encode(message, out);
      return true;
    } catch (BufferOverflowException e) {
      return false;
    } catch (IllegalArgumentException e) {
      // A frame of 64 KiB fits into what a switch sends, but not into what is sent to one.
      LOG.debug("{}: a message is not sent", this, e);
      return true;
    }
  }

  @Override
  public void cutOff(String why) {
    end(why, true);
  }

  boolean hasJoined() {
    return session instanceof Session.Joined;
  }

  /** {@return why this connection is to end, when it is} */
  @Nullable Fate fate() {
    return fate;
  }

  String address() {
    return address;
  }

  @Override
  public String toString() {
    return hasJoined()
        ? String.format("switch %016x at %s", datapathId, address)
        : "peer at " + address;
  }

  void end(String why, boolean isFault) {
    if (fate == null) {
      fate = new Fate(why, isFault);
      peers.ends(this);
    }
  }

  /** Reads what is there and handles it. */
  void read(SwitchEvents events, long nanos) {
    try {
      do {
        makeRoom();
        int count = wire.read(in);
        if (count < 0) {
          end("it closed the connection", false);
          return;
        }
        handle(events, nanos);
      } while (fate == null && wire.hasMore());
      // A handshake's answers go out even when no message does.
      touch();
    } catch (IOException e) {
      end(line(e), true);
    }
  }

  private void makeRoom() {
    if (in.remaining() < wire.room()) {
      int larger = Math.clamp(2L * in.capacity(), SMALL, MOST_READ);
      if (larger - in.position() < wire.room()) {
        larger = in.position() + wire.room();
      }
      in = ByteBuffer.allocate(larger).put(in.flip());
    }
  }

  private void handle(SwitchEvents events, long nanos) {
    if (in.remaining() == 0 && in.capacity() < MOST_READ) {
      // There is more than fits: read more at a time from now on.
      in = ByteBuffer.allocate(Math.clamp(2L * in.capacity(), SMALL, MOST_READ)).put(in.flip());
    }
    in.flip();
    int end = in.limit();
    int at = 0;
    try {
      while (fate == null && end - at >= OpenFlow.HEADER) {
        in.position(at);
        int length = OpenFlowCodec.length(in);
        if (end - at < length) {
          break;
        }
        in.limit(at + length);
        Message message = OpenFlowCodec.decode(in);
        heardNanos = nanos;
        echoAsked = false;
        take(message, events, nanos);
        at += length;
        in.limit(end);
      }
    } catch (MalformedMessage e) {
      end(e.getMessage() + "; it begins " + shown(at, end), true);
    }
    in.limit(end).position(at);
    in.compact();
  }

  private void take(Message message, SwitchEvents events, long nanos) {
    switch (Session.next(session, message)) {
      case Session.Step.Deliver delivery -> deliver(delivery.message(), events, nanos);
      case Session.Step.Go go -> {
        session = go.session();
        go.send().forEach(this::send);
      }
      case Session.Step.Join join -> join(join, events, nanos);
      case Session.Step.Refuse refusal -> {
        refusal.send().forEach(this::send);
        end(refusal.why(), true);
      }
    }
  }

  private void join(Session.Step.Join join, SwitchEvents events, long nanos) {
    datapathId = join.features().datapathId();
    if (!peers.admit(this, nanos)) {
      return;
    }
    session = new Session.Joined();
    LOG.info("{} joined with {} ports", this, join.ports().size());
    try {
      events.joined(this, join.features(), join.ports(), nanos);
    } catch (RuntimeException e) {
      fault(e);
    }
    join.later().forEach(later -> deliver(later, events, nanos));
  }

  private void deliver(Message message, SwitchEvents events, long nanos) {
    if (fate != null) {
      return;
    }
    try {
      events.received(this, message, nanos);
    } catch (RuntimeException e) {
      fault(e);
    }
  }

  /** Whatever the controller got wrong about this switch, it begins again without it. */
  private void fault(RuntimeException e) {
    LOG.error("{}: the controller failed", this, e);
    end("the controller failed over it: " + e, true);
  }

  /**
   * The controller itself stood still for a while: the peer is as good as heard and is asked anew,
   * and its handshake has not begun earlier for that.
   */
  void forgive(long stood, long nanos) {
    sinceNanos = nanos - Math.max(0, nanos - sinceNanos - stood);
    heardNanos = nanos;
    echoAsked = false;
  }

  /** Asks whether a silent peer is there, and ends one that is not. */
  void watch(long nanos) {
    Limits limits = peers.limits();
    long silent = nanos - heardNanos;
    if (silent > limits.deadAfter().toNanos()) {
      end("it was silent for " + Durations.format(limits.deadAfter()), true);
    } else if (!hasJoined() && nanos - sinceNanos > limits.handshake().toNanos()) {
      end("it did not say who it is in " + Durations.format(limits.handshake()), true);
    } else if (hasJoined() && !echoAsked && silent > limits.echoAfter().toNanos()) {
      echoAsked = true;
      send(new EchoRequest(nextXid(), Octets.EMPTY));
    }
  }

  private void touch() {
    if (!touched) {
      touched = true;
      peers.touched(this);
    }
  }

  /** Writes what the socket takes, and goes on when it takes more. */
  void flush() {
    touched = false;
    if (!channel.isOpen()) {
      return;
    }
    try {
      out.flip();
      boolean full;
      try {
        wire.write(out);
        full = wire.isFull(out);
      } finally {
        out.compact();
      }
      if (out.position() == 0 && out.capacity() > MOST_READ) {
        out = ByteBuffer.allocate(SMALL);
      }
      int interest = full ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
      if (key.interestOps() != interest) {
        key.interestOps(interest);
      }
    } catch (IOException e) {
      end(line(e), true);
    }
  }

  /** Writes once more what goes, and closes. */
  void close() {
    flush();
    wire.end();
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("{} does not close", this, e);
    }
  }

  private String shown(int from, int end) {
    int count = Math.min(SHOWN, end - from);
    String bytes = HexFormat.of().formatHex(in.array(), from, from + count);
    return count < end - from ? bytes + "…" : bytes;
  }

  private static String line(IOException e) {
    String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return text.lines().findFirst().orElse("no reason given");
  }
}
