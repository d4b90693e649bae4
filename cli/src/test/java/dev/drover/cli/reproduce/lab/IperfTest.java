package dev.drover.cli.reproduce.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class IperfTest {
  /** As iperf 3.12 writes it when the client was ended; the last line alone is of all the time. */
  private static final String SERVER =
      """
      [ ID] Interval           Transfer     Bitrate         Jitter    Lost/Total Datagrams
      [  5]   0.00-1.00   sec  2.38 MBytes  20.0 Mbits/sec  0.010 ms  3/1726 (0.17%)
      iperf3: the client has terminated
      - - - - - - - - - - - - - - - - - - - - - - - - -
      [ ID] Interval           Transfer     Bitrate         Jitter    Lost/Total Datagrams
      [  5]   0.00-3.00   sec  8.07 MBytes  22.6 Mbits/sec  0.007 ms  17/5841 (0.29%)  receiver
      """;

  private static final String CLIENT =
      """
      {"end": {"sum_sent": {"seconds": 3.38546, "bytes": 8460664, "packets": 5843}},
       "error": "interrupt - the client has terminated"}
      """;

  @Test
  void stream_ofAClientThatWasEnded_isWhatBothSidesCounted() {
    JsonNode client = JsonMapper.shared().readTree(CLIENT);
    assertThat(Iperf.Stream.parse(client, SERVER)).contains(new Iperf.Stream(3.38546, 5843, 17));
    assertThat(Iperf.Stream.parse(client.path("end"), SERVER)).isEmpty();
    String cut = SERVER.substring(0, SERVER.indexOf("iperf3:"));
    assertThat(Iperf.Stream.parse(client, cut)).isEmpty();
  }
}
