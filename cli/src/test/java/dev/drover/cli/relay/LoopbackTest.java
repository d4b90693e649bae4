package dev.drover.cli.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.calls.CallException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoopbackTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void relay_thatDoesNotSend_isEndedAllTheSame() throws Exception {
    Files.createDirectories(directory.resolve("flood.out").resolve("in its way"));

    assertThatThrownBy(() -> Loopback.relay(directory, 1))
        .isInstanceOf(CallException.class)
        .hasMessageContaining("cannot make room");

    assertThat(directory.resolve("relay.pid")).doesNotExist();
    Path control = directory.resolve("control.sock");
    assertThat(control).exists();
    assertThatThrownBy(() -> SocketChannel.open(UnixDomainSocketAddress.of(control)).close())
        .isInstanceOf(ConnectException.class);
  }
}
