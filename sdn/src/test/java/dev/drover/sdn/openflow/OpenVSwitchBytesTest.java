package dev.drover.sdn.openflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.sdn.openflow.Message.ErrorMessage;
import dev.drover.sdn.openflow.Message.FeaturesReply;
import dev.drover.sdn.openflow.Message.FlowRemoved;
import dev.drover.sdn.openflow.Message.FlowStats;
import dev.drover.sdn.openflow.Message.FlowStatsReply;
import dev.drover.sdn.openflow.Message.PacketIn;
import dev.drover.sdn.openflow.Message.Port;
import dev.drover.sdn.openflow.Message.PortDescReply;
import dev.drover.sdn.openflow.Message.PortStats;
import dev.drover.sdn.openflow.Message.PortStatsReply;
import dev.drover.sdn.openflow.Message.PortStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real switch sent; see {@code open-vswitch.txt}. */
final class OpenVSwitchBytesTest {
  static List<String> captured() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    OpenVSwitchBytesTest.class.getResourceAsStream("open-vswitch.txt")),
                StandardCharsets.US_ASCII))) {
      return lines.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  private static <T extends Message> Stream<T> all(Class<T> kind) throws IOException {
    return captured().stream()
        .map(hex -> Bytes.decode(Bytes.of(hex)))
        .filter(kind::isInstance)
        .map(kind::cast);
  }

  @ParameterizedTest
  @MethodSource("captured")
  void message_decodedAndEncoded_hasTheSameBytes(String hex) {
    assertThat(Bytes.encode(Bytes.decode(Bytes.of(hex)))).asHexString().isEqualToIgnoringCase(hex);
  }

  @Test
  void features_ofSwitch_haveItsDatapath() throws IOException {
    assertThat(all(FeaturesReply.class))
        .singleElement()
        .isEqualTo(new FeaturesReply(7, 0x42, 0, 254, 0, 0x4f));
  }

  @Test
  void ports_ofSwitch_haveTheirNames() throws IOException {
    List<Port> ports = all(PortDescReply.class).flatMap(reply -> reply.ports().stream()).toList();
    assertThat(ports).extracting(Port::name).containsExactly("br0", "p1", "p2");
    assertThat(ports).extracting(Port::number).containsExactly(OpenFlow.LOCAL, 1L, 2L);
    assertThat(all(PortStatsReply.class).flatMap(reply -> reply.ports().stream()))
        .extracting(PortStats::port)
        .containsExactlyInAnyOrder(OpenFlow.LOCAL, 1L, 2L);
  }

  @Test
  void port_deleted_isTold() throws IOException {
    List<PortStatus> statuses = all(PortStatus.class).toList();
    assertThat(statuses).last().extracting(PortStatus::reason).isEqualTo(1);
    assertThat(statuses).allMatch(status -> status.port().name().equals("p2"));
  }

  @Test
  void flows_ofSwitch_areThoseThatWerePutThere() throws IOException {
    List<FlowStats> flows = all(FlowStatsReply.class).flatMap(r -> r.flows().stream()).toList();
    assertThat(flows).extracting(FlowStats::priority).containsOnlyOnce(0, 30, 40, 50, 100, 200);
    assertThat(flows)
        .filteredOn(flow -> flow.priority() == 100)
        .singleElement()
        .satisfies(flow -> {
          assertThat(flow.match()).isEqualTo(Match.ipv4(0x0a00_0001, 0x0a00_0002));
          assertThat(flow.idleTimeout()).isEqualTo(30);
          assertThat(flow.cookie()).isEqualTo(2);
        });
    assertThat(flows)
        .filteredOn(flow -> flow.priority() == 50)
        .singleElement()
        .extracting(flow -> flow.match().other().toString())
        .isEqualTo("800019080a010000ffff0000");
  }

  @Test
  void flow_removed_isTold() throws IOException {
    assertThat(all(FlowRemoved.class).filter(flow -> flow.cookie() == 2))
        .singleElement()
        .satisfies(flow -> {
          assertThat(flow.match()).isEqualTo(Match.ipv4(0x0a00_0001, 0x0a00_0002));
          assertThat(flow.reason()).isEqualTo(2);
        });
  }

  @Test
  void frame_withoutFlow_comesWhole() throws IOException {
    assertThat(all(PacketIn.class))
        .singleElement()
        .satisfies(frame -> {
          assertThat(frame.inPort()).isEqualTo(1);
          assertThat(frame.cookie()).isEqualTo(0x1122_3344_5566_7788L);
          assertThat(frame.bufferId()).isEqualTo(OpenFlow.NO_BUFFER);
          assertThat(frame.data().length()).isEqualTo(frame.totalLength()).isEqualTo(60);
        });
  }

  @Test
  void fault_ofController_comesBackWithIts64Bytes() throws IOException {
    assertThat(all(ErrorMessage.class))
        .singleElement()
        .satisfies(error -> {
          assertThat(error.type()).isEqualTo(4);
          assertThat(error.data().length()).isEqualTo(56);
        });
  }
}
