package dev.drover.xia.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.xia.identity.Identity;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DatagramsTest {
  private final Pair pair = new Pair();
  private final Identity asker = Identity.generate();

  @AfterEach
  void close() {
    pair.close();
  }

  @Test
  void datagram_sent_arrivesWithItsSendersAddress() throws Exception {
    try (Datagrams here = pair.client.datagrams(asker);
        Datagrams there = pair.server.datagrams(pair.service)) {
      here.send(there.local(), new byte[] {1, 2, 3});

      Datagram datagram = there.receive(Pair.LONG).orElseThrow();
      assertThat(datagram.bytes()).containsExactly(1, 2, 3);
      assertThat(datagram.from()).isEqualTo(here.local());
      there.send(datagram.from(), new byte[0]);
      assertThat(here.receive().bytes()).isEmpty();
    }
  }

  @Test
  void datagram_asLargeAsAPacket_arrivesAndLargerIsRefused() throws Exception {
    try (Datagrams here = pair.client.datagrams(asker);
        Datagrams there = pair.server.datagrams(pair.service)) {
      int most = here.most(there.local());
      here.send(there.local(), new byte[most]);

      assertThat(there.receive(Pair.LONG).orElseThrow().bytes()).hasSize(most);
      assertThatThrownBy(() -> here.send(there.local(), new byte[most + 1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at most " + most + " bytes");
    }
  }

  @Test
  void receive_nothingComes_isEmptyAfterTheTime() throws Exception {
    try (Datagrams here = pair.client.datagrams(asker)) {
      assertThat(here.receive(Duration.ofMillis(10))).isEmpty();
    }
  }

  @Test
  void close_someoneWaits_wakesThem() {
    Datagrams here = pair.client.datagrams(asker);
    FutureTask<Datagram> waits = Pair.async(here::receive);
    here.close();

    assertThatThrownBy(() -> Pair.get(waits)).hasRootCauseInstanceOf(StreamException.class);
    pair.client.datagrams(asker).close();
  }

  @Test
  void sender_moves_nextDatagramSaysSo() throws Exception {
    try (Datagrams here = pair.client.datagrams(asker);
        Datagrams there = pair.server.datagrams(pair.service)) {
      pair.clientNode.move(Pair.ELSEWHERE);
      here.send(there.local(), new byte[1]);

      assertThat(there.receive().from()).isEqualTo(pair.clientNode.address(asker.sid()));
    }
  }
}
