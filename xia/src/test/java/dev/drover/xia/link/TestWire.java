package dev.drover.xia.link;

import dev.drover.xia.packet.Packet;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A segment within the test's own process: all ends that are plugged in hear each other. */
public final class TestWire {
  private final List<End> plugged = new CopyOnWriteArrayList<>();
  private volatile Predicate<Packet> lost = _ -> false;

  /** {@return an end that is not plugged in yet} */
  public static End end(String name, int number) {
    return new End(name, number);
  }

  /** Packets for which it holds are lost from now on. */
  public void lose(Predicate<Packet> which) {
    lost = which;
  }

  /** Plugs an end in here, and out of where it was. */
  public TestWire plug(End end) {
    end.plug(this);
    return this;
  }

  /** One end of a wire, a node's link. */
  public static final class End implements Link {
    private final String name;
    private final LinkAddress address;
    private final ExecutorService thread =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    private volatile TestWire wire = new TestWire();
    private volatile Receiver receiver = (_, _, _) -> {};
    private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();

    End(String name, int number) {
      this.name = name;
      byte[] bytes = new byte[LinkAddress.BYTES];
      bytes[0] = (byte) 0xFE;
      bytes[1] = (byte) 0x80;
      bytes[15] = (byte) number;
      this.address = new LinkAddress(bytes);
    }

    void plug(TestWire into) {
      wire.plugged.remove(this);
      wire = into;
      into.plugged.add(this);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public LinkAddress address() {
      return address;
    }

    @Override
    public int largestPacket() {
      return 16_384;
    }

    @Override
    public void start(Receiver hears) {
      receiver = hears;
    }

    /** As if {@code from} had sent it. */
    public void arrive(byte[] bytes, LinkAddress from) {
      try {
        thread.execute(() -> hear(bytes, from));
      } catch (RejectedExecutionException e) {
        // The other end is closed: what is sent to it is lost.
        return;
      }
    }

    private void hear(byte[] bytes, LinkAddress from) {
      try {
        receiver.receive(bytes, bytes.length, from);
      } catch (RuntimeException | Error e) {
        faults.add(e);
      }
    }

    /** {@return what came out of the receiver, which would have ended a link's thread} */
    public List<Throwable> faults() {
      return List.copyOf(faults);
    }

    /** Waits until all that arrived before was taken. */
    public void drain() throws InterruptedException {
      CountDownLatch taken = new CountDownLatch(1);
      thread.execute(taken::countDown);
      if (!taken.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("what arrived at " + name + " was not taken in 60 s");
      }
    }

    @Override
    public void send(Packet packet, LinkAddress to) {
      if (wire.lost.test(packet)) {
        return;
      }
      for (End end : wire.plugged) {
        if (end.address.equals(to)) {
          end.arrive(Arrays.copyOf(packet.array(), packet.size()), address);
        }
      }
    }

    @Override
    public void broadcast(Packet packet) {
      if (wire.lost.test(packet)) {
        return;
      }
      for (End end : wire.plugged) {
        if (end != this) {
          end.arrive(Arrays.copyOf(packet.array(), packet.size()), address);
        }
      }
    }

    @Override
    public void close() {
      wire.plugged.remove(this);
      thread.shutdownNow();
    }
  }
}
