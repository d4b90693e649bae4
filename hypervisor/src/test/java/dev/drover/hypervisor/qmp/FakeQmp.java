package dev.drover.hypervisor.qmp;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A QMP server that greets one client and then says what a test makes it say. */
final class FakeQmp implements AutoCloseable {
  static final String GREETING =
      """
      {"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, \
      "package": "Debian 1:7.2"}, "capabilities": ["oob"]}}\r
      """;

  final Path path;
  private final ServerSocketChannel server;
  private final BlockingQueue<QmpRequest> requests = new LinkedBlockingQueue<>();
  private final BlockingQueue<SocketChannel> client = new LinkedBlockingQueue<>();

  FakeQmp(Path directory) throws IOException {
    this(directory, GREETING);
  }

  FakeQmp(Path directory, String greeting) throws IOException {
    path = directory.resolve("qmp.sock");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
    Thread.ofVirtual().start(() -> serve(greeting));
  }

  private void serve(String greeting) {
    try {
      SocketChannel channel = server.accept();
      client.add(channel);
      say(greeting);
      LineReader lines = new LineReader(Channels.newInputStream(channel), 1 << 20);
      for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
        QmpRequest request = QmpRequest.decode(line.get());
        if (request.command() instanceof QmpCommand.Capabilities) {
          succeed(request.id(), "{}");
        } else {
          requests.add(request);
        }
      }
    } catch (IOException e) {
      requests.clear();
    }
  }

  /** {@return the next command after the handshake} */
  QmpRequest request() throws InterruptedException {
    return requestWithin(Duration.ofSeconds(5));
  }

  /** {@return the next command after the handshake} */
  QmpRequest requestWithin(Duration timeout) throws InterruptedException {
    QmpRequest request = requests.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
    if (request == null) {
      throw new IllegalStateException("the client sent nothing");
    }
    return request;
  }

  void say(String text) throws IOException {
    try {
      SocketChannel channel = client.take();
      client.add(channel);
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  void succeed(long id, String value) throws IOException {
    say("{\"return\": " + value + ", \"id\": " + id + "}\r\n");
  }

  void hangUp() throws Exception {
    client.take().close();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (SocketChannel channel : client) {
      channel.close();
    }
  }
}
