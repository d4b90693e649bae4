package dev.drover.xia.migration;

import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.chunk.ChunkPublisher;
import dev.drover.xia.stack.TestWorld;
import dev.drover.xia.transport.StreamOptions;
import dev.drover.xia.transport.XiaStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Two hosts in two domains, their daemons' senders and receivers, and QEMUs' ends of sockets. */
final class Hosts implements AutoCloseable {
  static final Xid AD1 = new Xid(XidType.AD, 1, 0, 0);
  static final Xid AD2 = new Xid(XidType.AD, 2, 0, 0);
  static final Xid ELSEWHERE = new Xid(XidType.AD, 3, 0, 0);
  static final String VM = "vm1";
  static final Duration DEAD_PEER = Duration.ofSeconds(6);
  private static final int STORE = 8 << 20;

  final TestWorld world = new TestWorld();
  final TestWorld.TestNode sourceNode = world.node(AD1, new Xid(XidType.HID, 1, 0, 0));
  final TestWorld.TestNode destinationNode = world.node(AD2, new Xid(XidType.HID, 2, 0, 0));
  final ExecutorService workers = Executors.newFixedThreadPool(2);
  final XiaStack sourceStack = stack(sourceNode, 1);
  final XiaStack destinationStack = stack(destinationNode, 2);
  final ChunkPublisher publisher = new ChunkPublisher(sourceNode, 64 << 20);
  final Senders senders = new Senders(sourceNode, sourceStack, publisher, workers, new Random(3));
  final Receivers receivers = new Receivers(destinationNode, destinationStack, workers, STORE);
  final Token token = Token.generate(new Random(4));
  final Path directory;
  final Path out;
  final Path in;
  final ServerSocketChannel destinationQemu;

  Hosts() {
    try {
      directory = Files.createTempDirectory("xmig");
      out = directory.resolve("out");
      in = directory.resolve("in");
      destinationQemu = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      destinationQemu.bind(UnixDomainSocketAddress.of(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static XiaStack stack(TestWorld.TestNode node, int seed) {
    return new XiaStack(
        node, StreamOptions.DEFAULT.withDeadPeer(DEAD_PEER), Clock.systemUTC(), new Random(seed));
  }

  /** A connection of the two QEMUs. */
  record Connection(SocketChannel source, SocketChannel destination) {}

  /** Has the daemons ready for a migration. */
  void prepare(Profile profile) {
    senders.send(VM, out, receivers.receive(VM, in, token), token, profile);
  }

  SocketChannel sourceConnects() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(out));
  }

  Connection connect() throws IOException {
    SocketChannel source = sourceConnects();
    return new Connection(source, destinationQemu.accept());
  }

  @Override
  public void close() {
    senders.close();
    receivers.close();
    publisher.close();
    workers.shutdownNow();
    world.close();
    try (Stream<Path> files = Files.walk(directory)) {
      destinationQemu.close();
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
