package dev.drover.agent.flow;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** A connection to a daemon's control socket, which {@code ovs-appctl} asks as well. */
final class ControlSocket implements AutoCloseable {
  private final SocketChannel channel;
  private final Selector selector;
  private final long patienceNanos;
  private final ReplyReader replies = new ReplyReader(this::read);
  private long deadline;

  /** One question; a record, for Jackson. */
  private record Question(int id, String method, List<String> params) {}

  private ControlSocket(SocketChannel channel, Selector selector, Duration patience) {
    this.channel = channel;
    this.selector = selector;
    this.patienceNanos = patience.toNanos();
  }

  /**
   * Connects.
   *
   * @param patience that each question has to be answered in
   */
  static ControlSocket open(Path socket, Duration patience) throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    try {
      channel.configureBlocking(false);
      Selector selector = Selector.open();
      channel.register(selector, SelectionKey.OP_READ);
      return new ControlSocket(channel, selector, patience);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Asks, and hands the answer on.
   *
   * @throws IOException when no answer comes, or none that can be read, or one that says no
   */
  void ask(String method, List<String> parameters, ReplyReader.Lines lines) throws IOException {
    deadline = System.nanoTime() + patienceNanos;
    String question = JsonMapper.shared().writeValueAsString(new Question(0, method, parameters));
    ByteBuffer bytes = ByteBuffer.wrap(question.getBytes(StandardCharsets.UTF_8));
    // A question is shorter than any socket's buffer, and the one before was answered.
    while (bytes.hasRemaining()) {
      if (channel.write(bytes) == 0) {
        throw new IOException("Open vSwitch takes no question");
      }
    }
    replies.read(lines);
  }

  private int read(byte[] buffer) throws IOException {
    ByteBuffer into = ByteBuffer.wrap(buffer);
    int count = channel.read(into);
    while (count == 0) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new IOException(
            "Open vSwitch gave no answer within " + patienceNanos / 1_000_000 + " ms");
      }
      selector.select(left / 1_000_000 + 1);
      selector.selectedKeys().clear();
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted while Open vSwitch was asked");
      }
      count = channel.read(into);
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    selector.close();
    channel.close();
  }
}
