package dev.drover.hypervisor.qmp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketUriTest {
  @ParameterizedTest
  @CsvSource({
    "10.77.0.2, 4444, tcp:10.77.0.2:4444",
    "fd00::2, 4444, tcp:[fd00::2]:4444",
    "/run/vm1.in, 0, unix:/run/vm1.in"
  })
  void address_ofEachKind_isWrittenAsQemuReadsIt(String address, int port, String uri) {
    assertThat(SocketUri.of(address, port)).isEqualTo(uri);
  }

  @Test
  void destination_onAUnixSocket_isKnownToListen() {
    var reply =
        Json.object()
            .put("status", "setup")
            .set(
                "socket-address",
                Json.object()
                    .arrayNode()
                    .add(Json.object().put("type", "unix").put("path", "/run/vm1.in")));

    assertThat(MigrationInfo.decode(reply).listenPort()).contains(0);
  }
}
