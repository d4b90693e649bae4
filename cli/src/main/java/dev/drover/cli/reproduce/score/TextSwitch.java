package dev.drover.cli.reproduce.score;

import dev.drover.agent.flow.Ipv4;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Answers on a control socket as {@code ovs-vswitchd} does, with the text of so many flows, each of
 * which has carried more since the last time. The text is of the form that Open vSwitch 3.1 has.
 */
final class TextSwitch implements AutoCloseable {
  private static final int PID = 1;
  private static final int DIGITS = 12;
  private static final long FRAME = 1500;
  private static final String BEGIN = "{\"id\":0,\"result\":\"flow-dump from the main thread:\\n";
  private static final String END = "\",\"error\":null}";

  private final Path directory;
  private final ServerSocketChannel server;
  private final byte[] answer;
  private final int[] counters;
  private final Thread thread;
  private long bytes;

  private TextSwitch(Path directory, FlowSet set, int flows) throws IOException {
    this.directory = directory;
    counters = new int[flows];
    StringBuilder text = new StringBuilder(BEGIN);
    for (int i = 0; i < flows; i++) {
      text.append("recirc_id(0),in_port(3),packet_type(ns=0,id=0),eth(src=02:00:00:00:00:0a,")
          .append("dst=02:00:00:00:00:0b),eth_type(0x0800),ipv4(src=")
          .append(Ipv4.text(set.sourceOf(i)))
          .append(",dst=")
          .append(Ipv4.text(FlowSet.destinationOf(i)))
          .append(",frag=no), packets:24038, bytes:");
      counters[i] = text.length();
      text.append("0".repeat(DIGITS)).append(", used:0.026s, flags:P., actions:1\\n");
    }
    answer = text.append(END).toString().getBytes(StandardCharsets.US_ASCII);
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket()));
    Files.writeString(directory.resolve("ovs-vswitchd.pid"), Integer.toString(PID));
    thread = Thread.ofPlatform().daemon().name("text-switch").start(this::serve);
  }

  /** Starts one in a directory of its own. */
  static TextSwitch start(FlowSet set, int flows) throws IOException {
    return new TextSwitch(Files.createTempDirectory("drover-switch"), set, flows);
  }

  Path directory() {
    return directory;
  }

  private Path socket() {
    return directory.resolve("ovs-vswitchd." + PID + ".ctl");
  }

  private void serve() {
    while (server.isOpen()) {
      try (SocketChannel client = server.accept()) {
        ByteBuffer question = ByteBuffer.allocate(1024);
        while (client.read(question.clear()) > 0) {
          String text =
              new String(question.array(), 0, question.position(), StandardCharsets.US_ASCII);
          ByteBuffer out = ByteBuffer.wrap(text.contains("dump-dps") ? datapaths() : flows());
          while (out.hasRemaining()) {
            client.write(out);
          }
        }
      } catch (IOException _) {
        // The reader is gone, or this is closed.
      }
    }
  }

  private static byte[] datapaths() {
    return "{\"id\":0,\"result\":\"netdev@ovs-netdev\\n\",\"error\":null}"
        .getBytes(StandardCharsets.US_ASCII);
  }

  private byte[] flows() {
    bytes += FRAME;
    byte[] digits = new byte[DIGITS];
    long rest = bytes;
    for (int i = DIGITS - 1; i >= 0; i--) {
      digits[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    for (int at : counters) {
      System.arraycopy(digits, 0, answer, at, DIGITS);
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    server.close();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    Files.deleteIfExists(socket());
    Files.deleteIfExists(directory.resolve("ovs-vswitchd.pid"));
    Files.deleteIfExists(directory);
  }
}
