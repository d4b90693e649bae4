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
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;

/** Real servers, and a way to see that one peer has not harmed another. */
abstract class ServerTest {
  /** Nobody is asked whether it is there, nor taken for dead, on however busy a machine. */
  static final Limits PATIENT = patient(128);

  static Limits patient(int halfOpen) {
    return new Limits(
        halfOpen,
        16,
        Bytes.ofMebibytes(4),
        Duration.ofMinutes(20),
        Duration.ofMinutes(19),
        Duration.ofMinutes(20));
  }

  final Witness witness = new Witness();
  private final List<SwitchServer> servers = new ArrayList<>();

  /** {@return a server that ends with the test} */
  final SwitchServer server(Limits limits) {
    return server(limits, System::nanoTime);
  }

  final SwitchServer server(Limits limits, LongSupplier clock) {
    SwitchServer made =
        new SwitchServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            witness,
            limits,
            clock);
    servers.add(made);
    return made;
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
