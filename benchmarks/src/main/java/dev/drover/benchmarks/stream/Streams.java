package dev.drover.benchmarks.stream;

import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.transport.StreamListener;
import dev.drover.xia.transport.StreamSocket;
import dev.drover.xia.transport.XiaStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
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

/** A stream between two nodes of one process, whose link is a queue. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class Streams {
  private static final int BULK = 64 << 20;
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Xid HOME = new Xid(XidType.AD, 1, 0, 0);
  private static final Xid AWAY = new Xid(XidType.AD, 2, 0, 0);

  @Param({"1500", "16384"})
  public int largestPacket;

  private final ByteBuffer written = ByteBuffer.allocate(1 << 20);
  private final ByteBuffer read = ByteBuffer.allocate(1 << 20);
  private @Nullable Joined joined;
  private boolean away;

  /** All that a trial needs. */
  private record Joined(
      MemoryLink serverLink, MemoryLink clientLink, StreamSocket server, StreamSocket client) {}

  private static Joined join(int largestPacket) throws IOException, InterruptedException {
    MemoryLink server = new MemoryLink(HOME, new Xid(XidType.HID, 1, 0, 0), largestPacket);
    MemoryLink client = new MemoryLink(HOME, new Xid(XidType.HID, 2, 0, 0), largestPacket);
    MemoryLink.join(server, client);
    try (StreamListener listener = new XiaStack(server).listen(Identity.generate())) {
      StreamSocket socket = new XiaStack(client).connect(listener.local(), LONG);
      return new Joined(server, client, listener.accept(), socket);
    }
  }

  private Joined joined() {
    return Objects.requireNonNull(joined, "no trial runs");
  }

  /** Opens the stream. */
  @Setup(Level.Trial)
  public void open() throws IOException, InterruptedException {
    joined = join(largestPacket);
  }

  /** Ends the nodes' threads. */
  @TearDown(Level.Trial)
  public void close() {
    joined().serverLink.close();
    joined().clientLink.close();
  }

  /** 64 MiB in one direction: an operation's time for 1 Gbit/s is 537,000 µs. */
  @Benchmark
  public void bulk() throws IOException {
    StreamSocket from = joined().client;
    Thread writes = Thread.ofVirtual().start(() -> write(from));
    for (int left = BULK; left > 0; left -= joined().server.read(read.clear())) {}
    try {
      writes.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(StreamSocket to) {
    try {
      for (int left = BULK; left > 0; left -= written.capacity()) {
        var _ = to.write(written.clear());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A byte there and one back. */
  @Benchmark
  public void roundTrip() throws IOException {
    turn();
  }

  /**
   * The server's node moves, and the client's question, sent to the address that is no more, is
   * answered: a signature, a verification, and all that follows.
   */
  @Benchmark
  public void rebind() throws IOException {
    away = !away;
    joined().serverLink.move(away ? AWAY : HOME);
    turn();
  }

  private void turn() throws IOException {
    var _ = joined().client.write(written.clear().limit(1));
    var _ = joined().server.read(read.clear().limit(1));
    var _ = joined().server.write(written.clear().limit(1));
    var _ = joined().client.read(read.clear().limit(1));
  }
}
