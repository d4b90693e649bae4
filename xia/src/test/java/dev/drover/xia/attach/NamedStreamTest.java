package dev.drover.xia.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.host.XiaHost;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.link.TestWire;
import dev.drover.xia.link.TestWire.End;
import dev.drover.xia.name.Lookup;
import dev.drover.xia.name.Name;
import dev.drover.xia.name.NameService;
import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.transport.StreamListener;
import dev.drover.xia.transport.StreamSocket;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams to named services, between whole hosts. */
@Timeout(60)
final class NamedStreamTest {
  private static final Name SERVICE = new Name("sums_s.example.xia");
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private final TwoDomains world = new TwoDomains(AddressForm.FLAT);

  /** A whole host and its end of a wire. */
  private record Host(XiaHost host, End end) implements AutoCloseable {
    @Override
    public void close() {
      host.close();
    }
  }

  private Host host(String name, TestWire wire, Identity identity) throws InterruptedException {
    End end = world.end(name, wire);
    XiaHost host =
        XiaHost.open(
            identity,
            List.of(end),
            new Attachment.Options(
                Set.of(world.domain1.ad(), world.domain2.ad()),
                AddressForm.FLAT,
                Optional.empty()));
    assertThat(host.awaitPlace(PATIENCE)).isTrue();
    return new Host(host, end);
  }

  private static boolean isMoveTold(Packet packet) {
    try {
      return packet.nextHeader() == NextHeader.ATTACHMENT
          && Message.decode(packet.payload()) instanceof Message.Moved;
    } catch (MalformedPacket e) {
      return false;
    }
  }

  private static void move(Host host, TestWire wire, Identity into) throws InterruptedException {
    wire.plug(host.end());
    host.host().attachment().solicit();
    TwoDomains.await(
        () -> host.host().attachment().place().map(Place::domain).equals(Optional.of(into.ad())));
  }

  private static int echo(StreamSocket client, StreamSocket server, int number) throws IOException {
    client.output().write(number);
    int heard = server.input().read();
    server.output().write(heard);
    return client.input().read();
  }

  /** No router tells another of the moves, so that old addresses lead nowhere. */
  @Test
  void stream_ofWhichBothEndsMoveAtOnce_livesByTheServicesName() throws Exception {
    try (world;
        Host keeper = host("keeper", world.wireC, world.names);
        NameService _ = NameService.start(keeper.host().node(), world.names, Clock.systemUTC());
        Host server = host("server", world.wireA, Identity.generate());
        Host client = host("client", world.wireB, Identity.generate())) {
      world.settle();
      Identity service = Identity.generate();
      try (StreamListener listener = server.host().streams().listen(service);
          var _ = server.host().keepName(SERVICE, service)) {
        TwoDomains.await(() -> hasName(client.host()));
        try (StreamSocket asks = client.host().connect(SERVICE, PATIENCE);
            StreamSocket answers = listener.accept(PATIENCE).orElseThrow()) {
          assertThat(echo(asks, answers, 1)).isEqualTo(1);
          world.between.lose(NamedStreamTest::isMoveTold);

          world.wireB.plug(server.end());
          move(client, world.wireA, world.domain1);
          move(server, world.wireB, world.domain2);

          assertThat(echo(asks, answers, 2)).isEqualTo(2);
          assertThat(asks.peer()).isEqualTo(server.host().node().address(service.sid()));
          assertThat(asks.peer().nodes()).contains(world.domain2.ad());
        }
      }
    }
  }

  private static boolean hasName(XiaHost host) {
    try {
      host.names().forget(SERVICE);
      return host.names().lookup(SERVICE) instanceof Lookup.Found;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
