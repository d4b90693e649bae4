package dev.drover.sdn.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.model.unit.Bytes;
import dev.drover.sdn.connection.Witness.Event;
import dev.drover.sdn.openflow.Message.BarrierReply;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** Real servers, and a way to see that one peer has not harmed another. */
abstract class ServerTest {
  static final Limits QUICK =
      new Limits(
          4,
          16,
          Bytes.of(256 << 10),
          Duration.ofMillis(900),
          Duration.ofMillis(200),
          Duration.ofMillis(600));

  /** Whom nobody takes for dead on a busy machine. */
  static final Limits PATIENT =
      new Limits(
          128,
          16,
          Bytes.ofMebibytes(4),
          Duration.ofSeconds(20),
          Duration.ofSeconds(19),
          Duration.ofSeconds(20));

  final Witness witness = new Witness();
  private final List<SwitchServer> servers = new ArrayList<>();
  final SwitchServer server = server(Limits.STANDARD);

  /** {@return a server that ends with the test} */
  final SwitchServer server(Limits limits) {
    SwitchServer made =
        new SwitchServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            witness,
            limits);
    servers.add(made);
    return made;
  }

  final SwitchServer quick() {
    return server(QUICK);
  }

  @AfterEach
  void close() {
    servers.forEach(SwitchServer::close);
  }

  /** A switch that is not touched by what others do. */
  final void assertLives(Peer good, long datapathId) throws Exception {
    good.send(new BarrierReply(77));
    assertThat(witness.next(Event.Received.class))
        .isEqualTo(new Event.Received(datapathId, new BarrierReply(77)));
  }
}
