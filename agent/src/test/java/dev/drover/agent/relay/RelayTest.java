package dev.drover.agent.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.decide.rounds.RoundCoupling;
import java.io.IOException;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Both relays over the loopback interface, with sockets of this test in QEMU's place. */
@Timeout(60)
class RelayTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @TempDir Path directory;

  private final List<AutoCloseable> open = new ArrayList<>();
  private ServerSocketChannel destination;
  private Receiver receiver;
  private Sender sender;

  @BeforeEach
  void relays() throws IOException {
    Path incoming = directory.resolve("vm.in");
    destination = opened(ServerSocketChannel.open(StandardProtocolFamily.UNIX));
    destination.bind(UnixDomainSocketAddress.of(incoming));
    receiver = opened(new Receiver("vm", new Place.Tcp(LOOPBACK, 0), incoming));
    sender = opened(send(receiver.port()));
  }

  private Sender send(int port) {
    return new Sender(
        "vm",
        directory.resolve("vm" + port + ".out"),
        new Place.Tcp(LOOPBACK, port),
        Optional.of(RoundCoupling.EARLY_NOTIFICATION));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private <T extends AutoCloseable> T opened(T thing) {
    open.add(thing);
    return thing;
  }

  private SocketChannel source() throws IOException {
    return opened(
        SocketChannel.open(
            UnixDomainSocketAddress.of(directory.resolve("vm" + receiver.port() + ".out"))));
  }

  private SocketChannel accepted() throws IOException {
    return opened(destination.accept());
  }

  @Test
  void bytes_inBothDirections_arriveWholeAndEndEachForItself() throws Exception {
    SocketChannel source = source();
    SocketChannel target = accepted();
    byte[] forth = random(1, 9 << 20);
    byte[] back = random(2, 3 << 20);
    FutureTask<byte[]> arrived = reading(target);

    write(source, forth);
    source.shutdownOutput();
    assertThat(Arrays.equals(arrived.get(), forth)).isTrue();

    FutureTask<byte[]> answered = reading(source);
    write(target, back);
    target.shutdownOutput();
    assertThat(Arrays.equals(answered.get(), back)).isTrue();
    until("the connection ends", () -> !sender.busy() && !receiver.busy());
    assertThat(sender.news().complaint()).isEmpty();
  }

  @Test
  void connections_several_keepTheirOrderAndAreApart() throws Exception {
    List<SocketChannel> sources = new ArrayList<>();
    for (byte i = 0; i < 4; i++) {
      sources.add(source());
      write(sources.getLast(), new byte[] {i});
    }
    for (byte i = 0; i < 4; i++) {
      SocketChannel target = accepted();
      assertThat(read(target, 1)).containsExactly(i);
      write(target, new byte[] {(byte) (i + 10)});
    }
    sources.get(2).close();
    for (byte i : new byte[] {0, 1, 3}) {
      assertThat(read(sources.get(i), 1)).containsExactly((byte) (i + 10));
    }
  }

  @Test
  void writer_whoseReaderStops_isStoppedSoon() throws Exception {
    SocketChannel source = source();
    SocketChannel target = accepted();
    source.configureBlocking(false);
    byte[] block = random(3, 1 << 16);
    long sent = 0;
    long quiet = System.nanoTime();
    while (System.nanoTime() - quiet < 400_000_000) {
      int n = source.write(ByteBuffer.wrap(block));
      sent += n;
      quiet = n > 0 ? System.nanoTime() : quiet;
    }
    assertThat(sent).isBetween(1L << 16, 24L << 20);

    source.configureBlocking(true);
    source.shutdownOutput();
    assertThat(reading(target).get()).hasSize((int) sent);
  }

  @Test
  void destination_thatBreaksOff_isToldToTheSourceAsBroken() throws Exception {
    SocketChannel source = source();
    SocketChannel target = accepted();
    write(source, new byte[100]);
    read(target, 50);
    target.close();

    byte[] block = new byte[1 << 16];
    assertThatThrownBy(
            () -> {
              while (true) {
                write(source, block);
              }
            })
        .isInstanceOf(IOException.class);
    assertThat(sender.news().complaint()).isNotEmpty();
    until("both ends let go", () -> !sender.busy() && !receiver.busy());
  }

  @Test
  void destination_thatEndsFirst_isComplainedOfBeforeTheSourceHearsIt() throws Exception {
    SocketChannel source = source();
    accepted().close();

    assertThat(reading(source).get()).isEmpty();
    assertThat(sender.news().complaint())
        .get()
        .asString()
        .contains("127.0.0.1:" + receiver.port(), "ended");
  }

  @Test
  void lastWords_ofADestinationThatBreaksOff_stillArrive() throws Exception {
    SocketChannel source = source();
    SocketChannel target = accepted();
    write(source, new byte[100]);
    until("they are there", () -> receiver.busy());
    read(target, 50);
    write(target, "all is here".getBytes(US_ASCII));
    target.close();

    assertThat(read(source, 11)).asString().isEqualTo("all is here");
  }

  @Test
  void receiver_thatEnds_breaksTheConnection() throws Exception {
    SocketChannel source = source();
    accepted();
    receiver.close();

    assertThat(reading(source).get()).isEmpty();
    until("the sender lets go", () -> !sender.busy());
  }

  @Test
  void receiver_thatIsNotThere_isComplainedOf() throws Exception {
    receiver.close();
    SocketChannel source = source();

    assertThat(reading(source).get()).isEmpty();
    assertThat(sender.news().complaint())
        .get()
        .asString()
        .contains("127.0.0.1:" + receiver.port(), "refused");
  }

  @Test
  void pacing_withoutAQueueingDiscipline_spreadsWhatIsSent() throws Exception {
    SocketChannel source = source();
    FutureTask<byte[]> arrived = reading(accepted());
    sender.pace(10 << 20);
    long start = System.nanoTime();
    write(source, new byte[5 << 20]);
    source.shutdownOutput();
    arrived.get();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(350));
  }

  private static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static void write(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static byte[] read(SocketChannel channel, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /** Reads to the end; a broken connection ends it too. */
  private static FutureTask<byte[]> reading(SocketChannel channel) {
    FutureTask<byte[]> task =
        new FutureTask<>(() -> {
          ByteBuffer buffer = ByteBuffer.allocate(32 << 20);
          try {
            while (channel.read(buffer) >= 0) {}
          } catch (IOException e) {
            return Arrays.copyOf(buffer.array(), buffer.position());
          }
          return Arrays.copyOf(buffer.array(), buffer.position());
        });
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  private static void until(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(end);
      Thread.sleep(5);
    }
  }
}
