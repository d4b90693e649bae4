package dev.drover.benchmarks.chunk;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.chunk.Chunk;
import dev.drover.xia.chunk.ChunkFetcher;
import dev.drover.xia.chunk.ChunkPublisher;
import dev.drover.xia.chunk.Fetch;
import dev.drover.xia.chunk.FetchSettings;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.transport.Cubic;
import dev.drover.xia.transport.StreamListener;
import dev.drover.xia.transport.StreamSocket;
import dev.drover.xia.transport.XiaStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * 64 MiB over one and the same veth pair: as chunks that are asked for and verified, as a stream,
 * and over the kernel's TCP. In a namespace of its own, see {@code docs/results/xia-micro.md}; an
 * operation's time for 1 Gbit/s is 537 ms.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class Transfers {
  private static final int BULK = 64 << 20;
  private static final Duration LONG = Duration.ofSeconds(10);

  /** Frames of 1,500 bytes filled by one packet each, by one in twelve, and the largest. */
  @Param({"1452", "17368", "65000"})
  public int largestPacket;

  @Param({"262144"})
  public int chunkBytes;

  private final ByteBuffer written = ByteBuffer.allocateDirect(1 << 20);
  private final ByteBuffer read = ByteBuffer.allocateDirect(1 << 20);
  private final List<Chunk> chunks = new ArrayList<>();
  private @Nullable Opened opened;

  /** All that a trial needs. */
  private record Opened(
      LinkedNodes nodes,
      ExecutorService workers,
      ChunkPublisher publisher,
      ChunkFetcher fetcher,
      StreamSocket writes,
      StreamSocket reads,
      SocketChannel tcpWrites,
      SocketChannel tcpReads) {}

  private Opened opened() {
    return Objects.requireNonNull(opened, "no trial runs");
  }

  /** Publishes the chunks and opens the connections. */
  @Setup(Level.Trial)
  public void open() throws IOException, InterruptedException {
    LinkedNodes nodes = LinkedNodes.open(largestPacket);
    ChunkPublisher publisher = new ChunkPublisher(nodes.other(), BULK);
    Random random = new Random(1);
    chunks.clear();
    for (int at = 0; at < BULK; at += chunkBytes) {
      byte[] content = new byte[chunkBytes];
      random.nextBytes(content);
      Chunk chunk = Chunk.of(XidType.CID256, content);
      chunks.add(chunk);
      publisher.put(chunk, ChunkPublisher.Caching.ONE_SHOT);
    }
    ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    int payload = largestPacket - 300;
    ChunkFetcher fetcher =
        new ChunkFetcher(
            nodes.one(),
            Identity.generate().sid(),
            FetchSettings.fast(),
            new Cubic(payload, 10L * payload),
            workers);
    try (StreamListener listener = new XiaStack(nodes.one()).listen(Identity.generate());
        ServerSocketChannel server = ServerSocketChannel.open()) {
      StreamSocket writes = new XiaStack(nodes.other()).connect(listener.local(), LONG);
      server.bind(new InetSocketAddress(linkLocal("xia0"), 0));
      SocketChannel tcpWrites = SocketChannel.open();
      tcpWrites.bind(new InetSocketAddress(linkLocal("xia1"), 0));
      InetSocketAddress local = (InetSocketAddress) server.getLocalAddress();
      tcpWrites.connect(acrossTheLink(local));
      opened =
          new Opened(
              nodes,
              workers,
              publisher,
              fetcher,
              writes,
              listener.accept(),
              tcpWrites,
              server.accept());
    }
  }

  private static InetAddress linkLocal(String device) throws IOException {
    return NetworkInterface.getByName(device)
        .inetAddresses()
        .filter(InetAddress::isLinkLocalAddress)
        .findFirst()
        .orElseThrow();
  }

  /** The address as the other end of the pair has it. */
  private static InetSocketAddress acrossTheLink(InetSocketAddress address) throws IOException {
    NetworkInterface other = NetworkInterface.getByName("xia1");
    return new InetSocketAddress(
        Inet6Address.getByAddress(null, address.getAddress().getAddress(), other.getIndex()),
        address.getPort());
  }

  /** Ends connections and nodes. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    Opened all = opened();
    all.tcpWrites.close();
    all.tcpReads.close();
    all.writes.close();
    all.reads.close();
    all.fetcher.close();
    all.publisher.close();
    all.workers.close();
    all.nodes.close();
  }

  /** Chunks, asked for all at once. */
  @Benchmark
  public long chunks() throws InterruptedException {
    Opened all = opened();
    Xid host = all.nodes.other().hid();
    List<Fetch> fetches = new ArrayList<>(chunks.size());
    for (Chunk chunk : chunks) {
      fetches.add(all.fetcher.fetch(Dag.chain(host), chunk.cid(), chunk.length()));
    }
    long bytes = 0;
    for (Fetch fetch : fetches) {
      bytes += fetch.take().length();
    }
    return bytes;
  }

  /** A stream over XIA. */
  @Benchmark
  public void stream() throws IOException {
    Opened all = opened();
    Thread writer = Thread.ofVirtual().start(() -> write(all.writes::write));
    for (int left = BULK; left > 0; left -= all.reads.read(read.clear())) {}
    join(writer);
  }

  /** The kernel's TCP. */
  @Benchmark
  public void tcp() throws IOException {
    Opened all = opened();
    Thread writer = Thread.ofPlatform().start(() -> write(all.tcpWrites::write));
    for (int left = BULK; left > 0; left -= all.tcpReads.read(read.clear())) {}
    join(writer);
  }

  @FunctionalInterface
  private interface Sink {
    int write(ByteBuffer bytes) throws IOException;
  }

  private void write(Sink to) {
    try {
      for (int left = BULK; left > 0; left -= written.capacity()) {
        written.clear();
        while (written.hasRemaining()) {
          var _ = to.write(written);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
