package dev.drover.cli.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.sdn.openflow.Message.PacketIn;
import dev.drover.sdn.openflow.Octets;
import dev.drover.sdn.openflow.OpenFlowCodec;
import dev.drover.sdn.packet.Frame;
import dev.drover.sdn.packet.Frame.Arp;
import dev.drover.sdn.packet.Frame.Ipv4;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class HostsTest {
  private final Hosts hosts = new Hosts(3, 16);
  private final ByteBuffer out = ByteBuffer.allocate(1000);

  private PacketIn sent() {
    return (PacketIn) OpenFlowCodec.decode(out.flip());
  }

  @Test
  void packet_comesInAtItsSourcesPortAndNamesBothHosts() {
    hosts.send(17, 4, 0x1234_5678, out);
    PacketIn sent = sent();
    assertThat(sent.inPort()).isEqualTo(2);
    assertThat(sent.data().length()).isEqualTo(64);
    assertThat(Frame.decode(sent.data()))
        .containsInstanceOf(Ipv4.class)
        .hasValueSatisfying(frame -> {
          Ipv4 packet = (Ipv4) frame;
          assertThat(packet.source()).isEqualTo(0x0200_0003_0012L);
          assertThat(packet.destination()).isEqualTo(0x0200_0003_0005L);
          assertThat(packet.sourceAddress()).isEqualTo(0x0a03_0012);
          assertThat(packet.destinationAddress()).isEqualTo(0x0a03_0005);
          assertThat(packet.destinationPort()).hasValue(80);
          assertThat(Hosts.host(packet.sourceAddress())).isEqualTo(17);
        });
    assertThat(sent.data().buffer().getInt(Hosts.TAG)).isEqualTo(0x1234_5678);
  }

  /** The sum over what a right checksum covers, itself among it, is all ones: RFC 1071. */
  @Test
  void checksums_ofPackets_areRight() {
    for (int tag = 1; tag < 2000; tag += 7) {
      out.clear();
      hosts.send(tag % 64, (tag + 3) % 64, tag * 7919, out);
      Octets frame = sent().data();
      assertThat(sum(frame, 14, 34)).isEqualTo(0xffff);
      int pseudoHeader = sum(frame, 26, 34) + 6 + (64 - 34);
      assertThat(folded(pseudoHeader + sum(frame, 34, 64))).isEqualTo(0xffff);
    }
  }

  private static int sum(Octets bytes, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      sum += i % 2 == 0 ? bytes.at(i) << 8 : bytes.at(i);
    }
    return folded(sum);
  }

  private static int folded(int sum) {
    int rest = sum;
    while (rest > 0xffff) {
      rest = (rest & 0xffff) + (rest >>> 16);
    }
    return rest;
  }

  @Test
  void announcement_isAGratuitousArpToAll() {
    hosts.announce(0, out);
    PacketIn sent = sent();
    assertThat(sent.inPort()).isEqualTo(1);
    assertThat(Frame.decode(sent.data()))
        .hasValueSatisfying(frame -> {
          assertThat(frame.destination()).isEqualTo(Frame.BROADCAST);
          assertThat(((Arp) frame).isGratuitous()).isTrue();
          assertThat(((Arp) frame).senderAddress()).isEqualTo(0x0a03_0001);
        });
  }
}
