package dev.drover.agent.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of the kernel, against sockets whose state is known. */
class SocketTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** So often nothing moved, with a pause before each look. */
  private static final int QUIET_LOOKS = 40;

  @TempDir Path directory;

  private final Libc libc = new Libc();

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void queues_ofAPeerThatDoesNotRead_addUpToWhatWasWritten(String address) throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
      int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
      try (Socket socket = Socket.connected(libc, Place.tcp(address, port), PATIENCE);
          SocketChannel peer = server.accept()) {
        assertThat(socket.sendQueue(libc)).isEqualTo(new SendQueue(0, 0));
        long written = fill(socket);

        SendQueue full = settled(socket);
        TcpInfo info = socket.info(libc);
        assertThat(full.unacknowledged()).isPositive().isLessThan(written);
        assertThat(full.unsent()).isPositive().isLessThanOrEqualTo(full.unacknowledged());
        assertThat(info.unsent()).hasValue(full.unsent());
        // The handshake's SYN counts as a byte.
        assertThat(info.bytesAcked().orElseThrow() - (written - full.unacknowledged()))
            .isBetween(0L, 1L);

        long read = readAll(peer, written);
        assertThat(read).isEqualTo(written);
        assertThat(settled(socket)).isEqualTo(new SendQueue(0, 0));
        assertThat(socket.info(libc).cwnd()).isPositive();
        assertThat(socket.info(libc).mss()).isBetween(500L, 65_536L);
        assertThat(socket.info(libc).rtt()).isPositive().isLessThan(Duration.ofSeconds(5));
      }
    }
  }

  @Test
  void closedSocket_asked_hasNothing() {
    Socket listening = Socket.listening(libc, Place.tcp("127.0.0.1", 0));
    listening.close();

    assertThat(listening.sendQueue(libc)).isEqualTo(new SendQueue(0, 0));
    assertThat(listening.unread(libc)).isZero();
  }

  @Test
  void address_thatNobodyListensOn_isRefusedByName() throws IOException {
    int port;
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      port = ((InetSocketAddress) server.getLocalAddress()).getPort();
    }
    assertThatThrownBy(() -> Socket.connected(libc, Place.tcp("127.0.0.1", port), PATIENCE))
        .isInstanceOf(SocketFault.class)
        .hasMessage("connect to 127.0.0.1:" + port + ": connection refused");
  }

  @Test
  void path_tooLongForASocket_isRefusedByName() {
    Place place = new Place.Local(Path.of("/" + "x".repeat(108)));

    assertThatThrownBy(() -> Socket.listening(libc, place))
        .isInstanceOf(SocketFault.class)
        .hasMessageContaining("shorter path");
  }

  @Test
  void tcpInfo_ofAnOlderKernel_lacksWhatItDidNotKnow() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(TcpInfo.LENGTH, 8);
      info.set(ValueLayout.JAVA_INT, 80, 17);
      info.set(ValueLayout.JAVA_LONG, 120, 1L << 40);
      info.set(ValueLayout.JAVA_INT, 144, -1);
      info.set(ValueLayout.JAVA_LONG, 160, 99);

      assertThat(TcpInfo.decode(info, 104).bytesAcked()).isEmpty();
      assertThat(TcpInfo.decode(info, 104).cwnd()).isEqualTo(17);
      assertThat(TcpInfo.decode(info, 128).bytesAcked()).hasValue(1L << 40);
      assertThat(TcpInfo.decode(info, 128).unsent()).isEmpty();
      assertThat(TcpInfo.decode(info, 148).unsent()).hasValue(0xffff_ffffL);
      assertThat(TcpInfo.decode(info, 232).deliveryRate()).hasValue(99);
      assertThatThrownBy(() -> TcpInfo.decode(info, 90))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** Pumps bytes in until the kernel takes no more. {@return how many it took} */
  private long fill(Socket socket) throws IOException {
    Path path = directory.resolve("feed.sock");
    try (Socket listener = Socket.listening(libc, new Place.Local(path));
        SocketChannel feed = SocketChannel.open(UnixDomainSocketAddress.of(path));
        Socket in = Objects.requireNonNull(listener.accept(libc));
        Pump pump = new Pump(libc, in, socket, new Silent())) {
      feed.configureBlocking(false);
      ByteBuffer block = ByteBuffer.allocate(1 << 16);
      int quiet = 0;
      while (quiet < QUIET_LOOKS) {
        feed.write(block.clear());
        if (pump.step(splice -> splice.applyAsLong(1 << 16)) && !pump.wantsOutput()) {
          quiet = 0;
        } else {
          quiet++;
          libc.poll(MemorySegment.NULL, 10_000_000);
        }
      }
      return pump.written();
    }
  }

  private static final class Silent implements Pump.News {
    @Override
    public void ends() {}

    @Override
    public void fails(SocketFault fault) {}
  }

  private SendQueue settled(Socket socket) throws InterruptedException {
    SendQueue before = socket.sendQueue(libc);
    while (true) {
      Thread.sleep(300);
      SendQueue now = socket.sendQueue(libc);
      if (now.equals(before)) {
        return now;
      }
      before = now;
    }
  }

  private static long readAll(SocketChannel peer, long most) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    long read = 0;
    while (read < most) {
      buffer.clear();
      read += peer.read(buffer);
    }
    return read;
  }
}
