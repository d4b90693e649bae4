package dev.drover.xia.transport;

import static dev.drover.xia.transport.Pair.hear;
import static dev.drover.xia.transport.Pair.say;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.stack.LogLines;
import dev.drover.xia.stack.Network;
import dev.drover.xia.stack.TappedNetwork;
import dev.drover.xia.transport.Pair.Stream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HostilePacketsTest {
  @Test
  void receive_packetsChangedAtRandom_neverThrowsAndOtherStreamsGoOn() throws Exception {
    try (Pair pair = new Pair();
        LogLines _ = new LogLines("dev.drover.xia.transport")) {
      List<Packet> seen = Collections.synchronizedList(new ArrayList<>());
      pair.world.lose(packet -> {
        seen.add(packet.copy());
        return false;
      });
      TappedNetwork tapped = new TappedNetwork(pair.clientNode);
      XiaStack stack = new XiaStack(tapped);
      StreamSocket victim = stack.connect(pair.listener.local(), Pair.LONG);
      StreamSocket peer = pair.listener.accept(Pair.LONG).orElseThrow();
      say(victim, "a");
      say(peer, "b");
      assertThat(hear(victim, 1) + hear(peer, 1)).isEqualTo("ba");
      pair.serverNode.move(Pair.ELSEWHERE);
      say(victim, "a");
      assertThat(hear(peer, 1)).isEqualTo("a");
      List<Packet> templates = List.copyOf(seen);
      pair.world.lose(_ -> false);

      long seed = 99;
      SplittableRandom random = new SplittableRandom(seed);
      Network.Receiver receiver = tapped.receivers.getFirst();
      int given = 0;
      for (int i = 0; i < 20_000; i++) {
        Packet template = templates.get(random.nextInt(templates.size()));
        byte[] bytes = template.copy().array();
        int payload = template.headerBytes();
        for (int n = random.nextInt(6); n >= 0; n--) {
          // Mostly the transport header, where the ids are kept often enough.
          int range = random.nextInt(3) == 0 ? bytes.length : Math.min(bytes.length, payload + 30);
          bytes[random.nextInt(payload, range)] = (byte) random.nextInt();
        }
        try {
          Packet packet = Packet.parse(bytes, bytes.length);
          receiver.receive(packet);
          given++;
        } catch (MalformedPacket e) {
          throw new AssertionError("seed " + seed + ", packet " + i, e);
        }
      }

      assertThat(given).isEqualTo(20_000);
      Stream other = pair.open();
      say(other.client(), "fine");
      assertThat(hear(other.server(), 4)).isEqualTo("fine");
    }
  }
}
