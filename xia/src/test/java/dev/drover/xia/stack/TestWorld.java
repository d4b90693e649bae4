package dev.drover.xia.stack;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.packet.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Nodes in real time without links: what one sends reaches the node whose host identifier its
 * destination names, after a delay, unless it is lost. Packets keep their order.
 */
public final class TestWorld implements AutoCloseable {
  /** Once it is closed, what is sent is lost. */
  private final ScheduledExecutorService time =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().factory(), new ThreadPoolExecutor.DiscardPolicy());

  private final Map<Xid, TestNode> nodes = new ConcurrentHashMap<>();
  private volatile long delayNanos = 200_000;
  private volatile Predicate<Packet> lost = _ -> false;
  private volatile int largestPacket = 16_384;

  /** Each packet takes this long from now on. */
  public void delay(long nanos) {
    delayNanos = nanos;
  }

  /** Packets for which it holds are lost from now on; asked on the sender's thread. */
  public void lose(Predicate<Packet> which) {
    lost = which;
  }

  public void largestPacket(int bytes) {
    largestPacket = bytes;
  }

  /** {@return a node in the domain {@code ad}} */
  public TestNode node(Xid ad, Xid hid) {
    TestNode node = new TestNode(ad, hid);
    nodes.put(hid, node);
    return node;
  }

  @Override
  public void close() {
    time.shutdownNow();
  }

  /** One node. */
  public final class TestNode implements Network {
    private final Xid hid;
    private final Map<Xid, Receiver> bound = new ConcurrentHashMap<>();
    private final List<Runnable> onMove = new ArrayList<>();
    private volatile Xid ad;

    TestNode(Xid ad, Xid hid) {
      this.ad = ad;
      this.hid = hid;
    }

    /** It is in another domain now. */
    public void move(Xid domain) {
      ad = domain;
      synchronized (onMove) {
        onMove.forEach(time::execute);
      }
    }

    @Override
    public void send(Packet packet) {
      if (lost.test(packet)) {
        return;
      }
      Packet own = packet.copy();
      var _ = time.schedule(() -> deliver(own), delayNanos, TimeUnit.NANOSECONDS);
    }

    private void deliver(Packet packet) {
      Dag to = packet.destination();
      TestNode node = to.first(XidType.HID).map(nodes::get).orElse(null);
      if (node != null && to.first(XidType.AD).filter(node.ad::equals).isPresent()) {
        Receiver receiver = node.bound.get(packet.intent());
        if (receiver != null) {
          receiver.receive(packet);
        }
      }
    }

    @Override
    public Binding bind(Xid intent, Receiver receiver) {
      if (bound.putIfAbsent(intent, receiver) != null) {
        throw new IllegalStateException(intent + " is bound already");
      }
      return () -> bound.remove(intent);
    }

    @Override
    public Dag address(Xid intent) {
      return Dag.chain(ad, hid, intent);
    }

    @Override
    public Xid hid() {
      return hid;
    }

    @Override
    public Binding onMove(Runnable moved) {
      synchronized (onMove) {
        onMove.add(moved);
      }
      return () -> {
        synchronized (onMove) {
          onMove.remove(moved);
        }
      };
    }

    @Override
    public int largestPacket() {
      return largestPacket;
    }

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public Timer after(long delay, Runnable task) {
      ScheduledFuture<?> future = time.schedule(task, delay, TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    }
  }
}
