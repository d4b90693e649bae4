package dev.drover.sdn.packet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.sdn.openflow.Octets;
import dev.drover.sdn.packet.Frame.Arp;
import dev.drover.sdn.packet.Frame.Ipv4;
import dev.drover.sdn.packet.Frame.Lldp;
import dev.drover.sdn.packet.Frame.Other;
import dev.drover.sdn.packet.Frame.Rarp;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameTest {
  private static final long A = 0x0200_0000_0001L;
  private static final long B = 0x0200_0000_0002L;
  private static final String MACS = "020000000002 020000000001";
  private static final String ARP =
      MACS + "0806 0001 0800 06 04 0002 020000000001 c0a80001 020000000002 c0a80002";
  private static final String TCP =
      MACS
          + "0800 45 00 0028 0000 4000 40 06 0000 0a000001 0a000002"
          + "1234 0050 00000000 00000000 50020000 00000000";

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
  }

  private static Frame frame(String hex) {
    return Frame.decode(Octets.of(bytes(hex))).orElseThrow();
  }

  @Test
  void arp_isRead() {
    assertThat(frame(ARP)).isEqualTo(new Arp(B, A, Arp.REPLY, A, 0xc0a8_0001, B, 0xc0a8_0002));
  }

  @Test
  void arp_encoded_hasTheBytesOfTheRfcAndTheLeastLength() {
    Octets encoded = new Arp(B, A, Arp.REPLY, A, 0xc0a8_0001, B, 0xc0a8_0002).encode();
    assertThat(encoded.length()).isEqualTo(60);
    assertThat(encoded.toString()).isEqualTo(ARP.replaceAll("\\s", "") + "00".repeat(18));
  }

  @Test
  void request_answered_goesBackToWhoAsked() {
    Arp request = Arp.request(A, 1, 2);
    assertThat(request.isMulticast()).isTrue();
    assertThat(request.isGratuitous()).isFalse();
    assertThat(request.reply(B)).isEqualTo(new Arp(A, B, Arp.REPLY, B, 2, A, 1));
    assertThat(Arp.request(A, 1, 1).isGratuitous()).isTrue();
  }

  @Test
  void rarp_ofQemu_isRead() {
    assertThat(
            frame(
                "ffffffffffff 020000000001 8035 0001 0800 06 04 0003"
                    + "020000000001 00000000 020000000001 00000000"
                    + "00".repeat(18)))
        .isEqualTo(new Rarp(Frame.BROADCAST, A, 3, A, 0, A, 0));
  }

  @Test
  void tcp_isReadWithItsPorts() {
    assertThat(frame(TCP))
        .isEqualTo(
            new Ipv4(
                B,
                A,
                0x0a00_0001,
                0x0a00_0002,
                Ipv4.TCP,
                OptionalInt.of(0x1234),
                OptionalInt.of(80)));
  }

  @Test
  void udp_behindOptions_isReadWithItsPorts() {
    String options = "01010101";
    Frame decoded =
        frame(
            MACS
                + "0800 46 00 0020 0000 0000 40 11 0000 0a000001 0a000002"
                + options
                + "0035 d431 0008 0000");
    assertThat(decoded)
        .isInstanceOfSatisfying(
            Ipv4.class,
            packet -> {
              assertThat(packet.sourcePort()).hasValue(53);
              assertThat(packet.destinationPort()).hasValue(0xd431);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"2001", "0001", "1fff"})
  void fragment_thatIsNotTheFirst_hasNoPorts(String flagsAndOffset) {
    Ipv4 packet = (Ipv4) frame(TCP.replace("0028 0000 4000", "0028 0000" + flagsAndOffset));
    assertThat(packet.destinationAddress()).isEqualTo(0x0a00_0002);
    assertThat(packet.sourcePort()).isEmpty();
    assertThat(packet.destinationPort()).isEmpty();
  }

  @Test
  void icmp_hasNoPorts() {
    Ipv4 packet = (Ipv4) frame(TCP.replace("40 06", "40 01"));
    assertThat(packet.protocol()).isEqualTo(1);
    assertThat(packet.sourcePort()).isEmpty();
  }

  @Test
  void ipv6_isOther() {
    assertThat(frame(MACS + "86dd 60")).isEqualTo(new Other(B, A, 0x86dd));
  }

  @ParameterizedTest
  @ValueSource(strings = {"65 00", "44 00", "40 00"})
  void ipv4_withNonsensicalHeader_isOther(String start) {
    assertThat(frame(TCP.replace("45 00", start))).isEqualTo(new Other(B, A, Frame.IPV4));
  }

  @Test
  void arp_forOtherAddresses_isOther() {
    assertThat(frame(ARP.replace("06 04", "08 04"))).isEqualTo(new Other(B, A, Frame.ARP));
  }

  @Test
  void lldp_encoded_hasTheTlvsOfTheStandard() {
    Lldp lldp = Lldp.of(A, 0x42, 7, 0x1122_3344_5566_7788L);
    assertThat(lldp.encode(3).toString())
        .isEqualTo(
            ("0180c200000e 020000000001 88cc"
                    + "0211 07" // chassis id, 17 bytes, locally assigned
                    + HexFormat.of().formatHex("0000000000000042".getBytes(US_ASCII))
                    + "0409 07" // port id, 9 bytes, locally assigned
                    + HexFormat.of().formatHex("00000007".getBytes(US_ASCII))
                    + "0602 0003" // time to live
                    + "fe0c 024452 01 1122334455667788" // organizationally specific
                    + "0000")
                .replaceAll("\\s", ""));
    assertThat(Frame.decode(lldp.encode(3))).contains(lldp);
  }

  @Test
  void lldp_ofAnyPort_comesBack() {
    Lldp lldp = Lldp.of(A, -1, 0xffff_fffeL, -1);
    assertThat(Frame.decode(lldp.encode(0xffff))).contains(lldp);
  }

  @Test
  void lldp_ofAnyoneElse_isOther() {
    String foreign =
        "0180c200000e 020000000001 88cc 0207 04 020000000001 0405 05 65746830 0602 0078 0000"
            + "00".repeat(40);
    assertThat(frame(foreign)).isEqualTo(new Other(Lldp.NEAREST_BRIDGE, A, Frame.LLDP));
  }

  @Test
  void frame_cutAnywhere_isNeverReadPastItsEnd() {
    Octets lldp = Lldp.of(A, 0x42, 7, 5).encode(3);
    List<byte[]> frames = List.of(bytes(ARP), bytes(TCP), bytes(lldp.toString()));
    for (byte[] whole : frames) {
      for (int length = 0; length < whole.length; length++) {
        var decoded = Frame.decode(Octets.of(Arrays.copyOf(whole, length)));
        assertThat(decoded.isPresent()).isEqualTo(length >= Frame.HEADER);
        assertThat(decoded.stream())
            .allMatch(frame -> frame instanceof Other || frame instanceof Ipv4)
            .allMatch(frame -> frame.source() == A);
      }
    }
  }

  @Test
  void noise_isAFrame() {
    Random random = new Random(3);
    int[] types = {Frame.IPV4, Frame.ARP, Frame.RARP, Frame.LLDP};
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[Frame.HEADER + random.nextInt(70)];
      random.nextBytes(noise);
      int type = types[i % types.length];
      noise[12] = (byte) (type >> 8);
      noise[13] = (byte) type;
      assertThat(Frame.decode(Octets.of(noise)))
          .hasValueSatisfying(frame -> assertThat(frame.etherType()).isEqualTo(type));
    }
  }
}
