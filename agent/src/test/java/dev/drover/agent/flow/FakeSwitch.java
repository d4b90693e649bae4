package dev.drover.agent.flow;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A control socket that answers as {@code ovs-vswitchd} does, with what a test has it say. */
final class FakeSwitch implements AutoCloseable {
  private final ServerSocketChannel server;
  private final Path socket;
  private final Thread thread;
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private volatile String flows = "";
  private volatile int cutAt = Integer.MAX_VALUE;

  private FakeSwitch(Path directory, int pid) throws IOException {
    socket = directory.resolve("ovs-vswitchd." + pid + ".ctl");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Files.writeString(directory.resolve("ovs-vswitchd.pid"), pid + "\n");
    thread = Thread.ofPlatform().daemon().start(this::serve);
  }

  static FakeSwitch start(Path directory, int pid) throws IOException {
    return new FakeSwitch(directory, pid);
  }

  /** What its datapath has from now on, a flow a line. */
  void has(String... lines) {
    flows = String.join("\n", lines) + "\n";
  }

  /** Ends connections in the middle of the flows from now on. */
  void breakOffAfter(int bytes) {
    cutAt = bytes;
  }

  List<String> asked() {
    return List.copyOf(asked);
  }

  private void serve() {
    while (server.isOpen()) {
      try (SocketChannel client = server.accept()) {
        answer(client);
      } catch (IOException _) {
        // The client is gone, or the test is over.
      }
    }
  }

  private void answer(SocketChannel client) throws IOException {
    ByteBuffer question = ByteBuffer.allocate(4096);
    while (client.read(question.clear()) > 0) {
      JsonNode json =
          JsonMapper.shared()
              .readTree(
                  new String(question.array(), 0, question.position(), StandardCharsets.UTF_8));
      String method = json.path("method").asString();
      asked.add(method + json.path("params"));
      String result = method.equals("dpctl/dump-dps") ? "netdev@ovs-netdev\n" : flows;
      byte[] answer =
          ("{\"id\":0,\"result\":"
                  + JsonMapper.shared().writeValueAsString(result)
                  + ",\"error\":null}")
              .getBytes(StandardCharsets.UTF_8);
      boolean cut = method.equals("dpctl/dump-flows") && answer.length > cutAt;
      ByteBuffer bytes = ByteBuffer.wrap(answer, 0, cut ? cutAt : answer.length);
      while (bytes.hasRemaining()) {
        client.write(bytes);
      }
      if (cut) {
        return;
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(socket);
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
