package dev.drover.xia.migration;

import dev.drover.xia.address.Dag;
import dev.drover.xia.chunk.ChunkFetcher;
import dev.drover.xia.chunk.FetchSettings;
import dev.drover.xia.chunk.Zeros;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.stack.Network;
import dev.drover.xia.transport.Cubic;
import dev.drover.xia.transport.XiaStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What a host receives, by name as in {@link Senders}. What came is kept, up to a limit, for all
 * migrations to this host: one that begins again finds what the last attempt has brought. Safe for
 * use by many threads.
 */
public final class Receivers implements AutoCloseable {
  /** What is kept by default. */
  public static final long STORE_BYTES = 256L << 20;

  /** A chunk's packets are about this much smaller than the largest packet. */
  private static final int HEADERS = 300;

  /** As a stream begins (RFC 6928). */
  private static final long INITIAL_PACKETS = 10;

  /**
   * A path may be broken as long as the STREAM endures it, which ends everything when it does not.
   */
  private static final int TRIES = 400;

  private final Network network;
  private final XiaStack stack;
  private final Incoming.Host host;
  private final Map<String, Receiver> receivers = new HashMap<>();

  /**
   * @param workers verify chunks
   * @param storeBytes to be kept at most
   */
  public Receivers(Network network, XiaStack stack, Executor workers, long storeBytes) {
    this.network = network;
    this.stack = stack;
    FetchSettings fast = FetchSettings.fast();
    FetchSettings paper = FetchSettings.paper();
    int step = Math.max(1, network.largestPacket() - HEADERS);
    this.host =
        new Incoming.Host(
            fetcher(fast, step, workers),
            fetcher(paper, step, workers),
            new Kept(storeBytes),
            new Zeros(Profile.FAST.contentType()));
  }

  private ChunkFetcher fetcher(FetchSettings settings, int step, Executor workers) {
    FetchSettings patient =
        new FetchSettings(
            settings.prototype(),
            settings.requestBytes(),
            settings.aheadBytes(),
            Duration.ofMillis(300),
            TRIES,
            settings.falseTries());
    return new ChunkFetcher(
        network,
        Identity.generate().sid(),
        patient,
        new Cubic(step, INITIAL_PACKETS * step),
        workers);
  }

  /**
   * Listens for a sender; ends an earlier receiver of this name.
   *
   * @param socket on which QEMU listens when its counterpart connects
   * @param token that the sender must have
   * @return where it is to connect to, whose intent only this receiver can prove
   */
  public Dag receive(String vm, Path socket, Token token) {
    Names.check(vm);
    end(vm);
    Receiver receiver = new Receiver(vm, socket, token, host, stack, network::nanoTime);
    Receiver other;
    synchronized (receivers) {
      other = receivers.put(vm, receiver);
    }
    if (other != null) {
      other.close();
    }
    return receiver.address();
  }

  private @Nullable Receiver find(String vm) {
    synchronized (receivers) {
      return receivers.get(vm);
    }
  }

  /** {@return whether any connection of it is open} */
  public boolean busy(String vm) {
    Receiver receiver = find(vm);
    return receiver != null && receiver.busy();
  }

  /** {@return how many were refused because they are not the sender} */
  public int refused(String vm) {
    Receiver receiver = find(vm);
    return receiver == null ? 0 : receiver.refused();
  }

  /** {@return what its connections have done, in their order; nothing when it is not received} */
  public List<ConnectionStatistics> statistics(String vm) {
    Receiver receiver = find(vm);
    return receiver == null ? List.of() : receiver.carried().statistics();
  }

  /** {@return lines of statistics and of what went wrong first; empty when it is not received} */
  public String look(String vm) {
    Receiver receiver = find(vm);
    if (receiver == null) {
      return "";
    }
    String text = receiver.carried().text("received");
    int refused = receiver.refused();
    return refused == 0 ? text : text + "received refused-senders=" + refused + "\n";
  }

  /** Breaks what is still connected, and forgets it; does nothing when it is not received. */
  public void end(String vm) {
    Receiver receiver;
    synchronized (receivers) {
      receiver = receivers.remove(vm);
    }
    if (receiver != null) {
      receiver.close();
    }
  }

  @Override
  public void close() {
    List<String> all;
    synchronized (receivers) {
      all = List.copyOf(receivers.keySet());
    }
    all.forEach(this::end);
    host.fast().close();
    host.paper().close();
  }
}
