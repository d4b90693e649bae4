package dev.drover.cli.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A program that takes QEMU's place on the loopback interface: {@code Flood sink PLACE} reads to
 * the end and prints bytes and nanoseconds, {@code Flood send PLACE BYTES} writes. A place is a
 * Unix socket's path or a TCP port.
 */
final class Flood {
  /** What QEMU writes at a time, and what it reads. */
  private static final int WRITE = 32 << 10;

  private static final int READ = 256 << 10;

  private Flood() {}

  public static void main(String[] arguments) throws IOException {
    switch (arguments[0]) {
      case "sink" -> sink(place(arguments[1]));
      case "send" -> send(place(arguments[1]), Long.parseLong(arguments[2]));
      default -> throw new IllegalArgumentException("sink or send, not " + arguments[0]);
    }
  }

  private static SocketAddress place(String text) {
    return text.startsWith("/")
        ? UnixDomainSocketAddress.of(text)
        : new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(text));
  }

  private static void sink(SocketAddress place) throws IOException {
    try (ServerSocketChannel server =
        place instanceof UnixDomainSocketAddress
            ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            : ServerSocketChannel.open()) {
      server.bind(place);
      System.out.println("listening");
      System.out.flush();
      try (SocketChannel channel = server.accept()) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(READ);
        long bytes = channel.read(buffer);
        long start = System.nanoTime();
        for (int n = 0; n >= 0; n = channel.read(buffer.clear())) {
          bytes += n;
        }
        System.out.println(bytes + " " + (System.nanoTime() - start));
      }
    }
  }

  private static void send(SocketAddress place, long bytes) throws IOException {
    try (SocketChannel channel = SocketChannel.open(place)) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(WRITE);
      for (long sent = 0; sent < bytes; ) {
        sent += channel.write(buffer.clear());
      }
    }
  }
}
