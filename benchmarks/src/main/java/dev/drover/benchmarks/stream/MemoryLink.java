package dev.drover.benchmarks.stream;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.stack.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A node at one end of a link that is a queue; a packet that finds it full is lost. */
final class MemoryLink implements Network, AutoCloseable {
  private static final int QUEUE = 256;

  private final Xid hid;
  private final int largestPacket;
  private final Map<Xid, Receiver> bound = new ConcurrentHashMap<>();
  private final BlockingQueue<Packet> arrived = new ArrayBlockingQueue<>(QUEUE);
  private final List<Runnable> onMove = new ArrayList<>();
  private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
  private final Thread receives = Thread.ofPlatform().name("link").unstarted(this::receive);
  private MemoryLink peer = this;
  private volatile Xid ad;

  MemoryLink(Xid ad, Xid hid, int largestPacket) {
    this.ad = ad;
    this.hid = hid;
    this.largestPacket = largestPacket;
  }

  /** Joins two nodes. */
  static void join(MemoryLink one, MemoryLink other) {
    one.peer = other;
    other.peer = one;
    one.receives.start();
    other.receives.start();
  }

  /** It is in another domain; what goes to the old one is lost. */
  void move(Xid domain) {
    ad = domain;
    onMove.forEach(Runnable::run);
  }

  private void receive() {
    try {
      while (true) {
        Packet packet = arrived.take();
        Receiver receiver = bound.get(packet.intent());
        if (receiver != null && packet.node(0).equals(ad)) {
          receiver.receive(packet);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    receives.interrupt();
    timers.shutdownNow();
  }

  @Override
  public void send(Packet packet) {
    var _ = peer.arrived.offer(packet);
  }

  @Override
  public Binding bind(Xid intent, Receiver receiver) {
    bound.put(intent, receiver);
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
    onMove.add(moved);
    return () -> onMove.remove(moved);
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
  public Timer after(long delayNanos, Runnable task) {
    ScheduledFuture<?> future = timers.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }
}
