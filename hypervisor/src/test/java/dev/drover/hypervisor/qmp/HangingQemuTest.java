package dev.drover.hypervisor.qmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client of a QEMU that says hello and then hangs. */
@Timeout(30)
final class HangingQemuTest {
  private static final Duration SHORT = Duration.ofMillis(30);

  /** What QEMU 7.2 to 10.2 queue of one client before they stop reading from it. */
  private static final int QEMU_QUEUE = 8;

  @TempDir private Path directory = Path.of("");

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> overtaking = new LinkedBlockingQueue<>();

  @Test
  void execute_qemuHangs_leavesRoomForWhatOvertakes() throws Exception {
    Path socket = directory.resolve("qmp.sock");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      Thread.ofVirtual().start(() -> hang(server));
      try (QmpClient client = QmpClient.connect(socket, Duration.ofSeconds(5));
          Mailbox mailbox = client.subscribe()) {
        for (int i = 0; i < 3 * QEMU_QUEUE; i++) {
          assertThatThrownBy(() -> client.execute(new QmpCommand.QueryStatus(), SHORT))
              .isInstanceOfSatisfying(
                  QmpException.class,
                  e -> assertThat(e.kind()).isEqualTo(QmpException.Kind.TIMEOUT));
        }
        mailbox.send(new QmpCommand.YankMigration());
        assertThat(overtaking.take()).contains("yank");
        assertThatThrownBy(() -> client.execute(new QmpCommand.MigratePause(), SHORT))
            .isInstanceOf(QmpException.class);
        assertThat(overtaking.take()).contains("migrate-pause");
      }
      assertThat(heard).hasSizeBetween(1, QEMU_QUEUE / 2);
    }
  }

  private void hang(ServerSocketChannel server) {
    try (SocketChannel client = server.accept();
        BufferedReader lines =
            new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8))) {
      say(
          client,
          """
          {"QMP": {"version": {"qemu": {"micro": 0, "minor": 0, "major": 10}, "package": ""}, \
          "capabilities": ["oob"]}}
          """);
      String first = lines.readLine();
      String id = first.replaceAll(".*\"id\":\\s*(\\d+).*", "$1");
      say(client, "{\"return\": {}, \"id\": " + id + "}\n");
      for (String line; (line = lines.readLine()) != null; ) {
        if (line.contains("exec-oob")) {
          overtaking.add(line);
        } else {
          heard.add(line);
        }
      }
    } catch (IOException e) {
      overtaking.add("the connection broke: " + e.getMessage());
    }
  }

  private static void say(SocketChannel client, String text) throws IOException {
    client.write(StandardCharsets.UTF_8.encode(text));
  }
}
