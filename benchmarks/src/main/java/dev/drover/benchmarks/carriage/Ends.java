package dev.drover.benchmarks.carriage;

import dev.drover.xia.daemon.ConsoleClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/**
 * A program in both QEMUs' place. {@code Ends sink PLACE} says {@code listening}, reads to the end,
 * says when that was and what the bytes' checksum is; {@code Ends send PLACE MIB KIND SEED [CONTROL
 * VM]} makes bytes, writes them, and says when it began, when the final round began and the
 * checksum. Times are the machine's nanoseconds. A place is a Unix socket's path or {@code
 * address:port}.
 */
final class Ends {
  /** What QEMU writes at a time, and what it reads. */
  private static final int WRITE = 32 << 10;

  private static final int READ = 256 << 10;
  private static final int UNIT = 1 << 20;

  /** What is sent while the VM would stand still. */
  static final int FINAL_BYTES = 4 << 20;

  private Ends() {}

  public static void main(String[] arguments) throws IOException {
    switch (arguments[0]) {
      case "sink" -> sink(arguments[1]);
      case "send" -> send(List.of(arguments));
      case "burn" -> burn();
      default -> throw new IllegalArgumentException("sink, send or burn, not " + arguments[0]);
    }
  }

  private static SocketAddress place(String text) {
    int colon = text.lastIndexOf(':');
    return colon < 0
        ? UnixDomainSocketAddress.of(text)
        : new InetSocketAddress(
            text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  private static void sink(String text) throws IOException {
    SocketAddress place = place(text);
    try (ServerSocketChannel server =
        place instanceof UnixDomainSocketAddress
            ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            : ServerSocketChannel.open()) {
      server.bind(place);
      say("listening");
      try (SocketChannel channel = server.accept()) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(READ);
        CRC32C sum = new CRC32C();
        while (channel.read(buffer) >= 0) {
          sum.update(buffer.flip());
          buffer.clear();
        }
        say(System.nanoTime() + " " + sum.getValue());
      }
    }
  }

  private static void send(List<String> words) throws IOException {
    ByteBuffer bytes =
        bytes(Integer.parseInt(words.get(2)), words.get(3), Long.parseLong(words.get(4)));
    CRC32C sum = new CRC32C();
    sum.update(bytes.duplicate());
    try (SocketChannel channel = SocketChannel.open(place(words.get(1)))) {
      long begin = System.nanoTime();
      write(channel, bytes.slice(0, bytes.capacity() - FINAL_BYTES));
      long finalBegin = System.nanoTime();
      if (words.size() > 5) {
        new ConsoleClient(Path.of(words.get(5))).ask("final", words.get(6));
      }
      write(channel, bytes.slice(bytes.capacity() - FINAL_BYTES, FINAL_BYTES));
      channel.shutdownOutput();
      // QEMU waits for its counterpart's end too.
      while (channel.read(ByteBuffer.allocate(UNIT)) >= 0) {}
      say(begin + " " + finalBegin + " " + sum.getValue());
    }
  }

  /**
   * {@return bytes of which every fourth MiB is zero and every fourth the first of its four, or, if
   * {@code kind} is {@code random}, none}
   */
  private static ByteBuffer bytes(int mebibytes, String kind, long seed) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(mebibytes * UNIT);
    SplittableRandom random = new SplittableRandom(seed);
    for (int at = 0; at < bytes.capacity(); at += 8) {
      int part = kind.equals("random") ? 0 : at / UNIT % 4;
      bytes.putLong(
          at,
          switch (part) {
            case 2 -> 0;
            case 3 -> bytes.getLong(at - 3 * UNIT);
            default -> random.nextLong();
          });
    }
    return bytes;
  }

  private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
    for (int at = 0; at < bytes.capacity(); at += WRITE) {
      ByteBuffer piece = bytes.slice(at, Math.min(WRITE, bytes.capacity() - at));
      while (piece.hasRemaining()) {
        channel.write(piece);
      }
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /** Does what an emulated guest does to a core, until it is ended. */
  private static void burn() {
    SplittableRandom random = new SplittableRandom(1);
    while (random.nextLong() != 0) {}
  }
}
