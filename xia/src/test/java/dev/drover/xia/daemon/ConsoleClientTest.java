package dev.drover.xia.daemon;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleClientTest {
  @TempDir Path directory;

  @Test
  void ask_daemonThatNeverAnswers_isGivenUp() throws IOException {
    Path socket = directory.resolve("control");
    try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      silent.bind(UnixDomainSocketAddress.of(socket));
      ConsoleClient client = new ConsoleClient(socket, Duration.ofMillis(200));
      assertThatThrownBy(() -> client.ask("place"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("has not answered within 200 ms");
    }
  }

  @Test
  void ask_noDaemon_saysSo() {
    ConsoleClient client = new ConsoleClient(directory.resolve("control"));
    assertThatThrownBy(() -> client.ask("place")).isInstanceOf(IOException.class);
  }
}
