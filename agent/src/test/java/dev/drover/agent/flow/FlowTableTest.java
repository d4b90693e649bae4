package dev.drover.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FlowTableTest {
  private static final int VM = Ipv4.parse("10.77.1.1");
  private static final int WEB = Ipv4.parse("10.77.1.2");
  private static final int FAR = Ipv4.parse("200.1.2.3");
  private static final FlowKey OUT = new FlowKey(VM, WEB, 6, 40000, 80);
  private static final FlowKey BACK = new FlowKey(WEB, VM, 6, 80, 40000);

  private final FlowTable table = new FlowTable(Duration.ofSeconds(10), 100);

  @Test
  void add_sameFlow_addsBytesAndKeepsStart() {
    table.add(OUT, 100, 1000);
    table.add(OUT, 50, 4000);

    assertThat(table.flow(OUT)).contains(new Flow(OUT, 150, 1000, 4000));
    assertThat(table.flow(OUT).orElseThrow().durationMs(5000)).isEqualTo(4000);
    assertThat(table.size()).isEqualTo(1);
  }

  @Test
  void add_portsDiffer_areTwoFlows() {
    FlowKey other = new FlowKey(VM, WEB, 6, 40001, 80);
    table.add(OUT, 1, 0);
    table.add(other, 2, 0);

    assertThat(table.flow(OUT).orElseThrow().bytes()).isEqualTo(1);
    assertThat(table.flow(other).orElseThrow().bytes()).isEqualTo(2);
  }

  @Test
  void lookUp_byEitherEnd_findsItsFlowsOnly() {
    FlowKey away = new FlowKey(VM, FAR);
    table.add(OUT, 1, 0);
    table.add(BACK, 2, 0);
    table.add(away, 3, 0);

    assertThat(table.from(VM)).extracting(Flow::key).containsExactly(away, OUT);
    assertThat(table.to(VM)).extracting(Flow::key).containsExactly(BACK);
    assertThat(table.to(FAR)).extracting(Flow::key).containsExactly(away);
    assertThat(table.from(FAR)).isEmpty();
  }

  @Test
  void peers_twoDirections_areOneRate() {
    table.countedUntil(0);
    table.add(OUT, 3000, 1000);
    table.add(BACK, 1000, 1000);
    table.add(new FlowKey(FAR, VM), 9000, 1000);
    table.countedUntil(1000);

    assertThat(table.peers(VM))
        .containsExactly(new PeerRate(FAR, 9000, 0), new PeerRate(WEB, 4000, 0));
    assertThat(table.peers(WEB)).containsExactly(new PeerRate(VM, 4000, 0));
  }

  @Test
  void peers_beforeFirstReading_haveNoRate() {
    table.add(OUT, 1_000_000, 0);
    table.countedUntil(5000);
    table.countedUntil(6000);

    assertThat(table.peers(VM)).isEmpty();
  }

  @Test
  void peers_steadyFlow_haveItsRateAtAnyTime() {
    table.countedUntil(0);
    for (int second = 1; second <= 100; second++) {
      table.add(OUT, 500, second * 1000L);
      table.countedUntil(second * 1000L);

      assertThat(table.peers(VM))
          .singleElement()
          .isEqualTo(new PeerRate(WEB, 500, 1000L * Math.min(second - 1, 10)));
    }
  }

  @Test
  void peers_trafficThatBeginsWithinTheWindow_isMeasuredForLess() {
    table.countedUntil(0);
    table.countedUntil(20_000);
    for (int second = 21; second <= 24; second++) {
      table.add(OUT, 1000, second * 1000L);
      table.countedUntil(second * 1000L);
    }

    PeerRate young = table.peers(VM).getFirst();
    assertThat(young.measuredMs()).isEqualTo(3000);
    assertThat(young.bytesPerSecond()).isLessThan(1000);
  }

  @Test
  void peers_aNewFlowOfAKnownPair_isMeasuredForAsLongAsThePair() {
    table.countedUntil(0);
    for (int second = 1; second <= 30; second++) {
      table.add(OUT, 500, second * 1000L);
      table.countedUntil(second * 1000L);
    }
    table.add(BACK, 500, 31_000);
    table.countedUntil(31_000);

    assertThat(table.peers(VM)).singleElement().matches(rate -> rate.measuredMs() == 10_000);
  }

  @Test
  void peers_unevenReadings_haveTheMeanOverTheWindow() {
    table.countedUntil(0);
    table.add(OUT, 7000, 7000);
    table.countedUntil(7000);
    // 8 s later the window of 10 s has 8 s of nothing; that its other 2 s had 1000 bytes a second
    // is known only as far as the 15 s had 7000 in all.
    table.countedUntil(15_000);

    assertThat(table.peers(VM).getFirst().bytesPerSecond()).isCloseTo(7000 / 15.0, within(1e-9));
    table.countedUntil(40_000);
    assertThat(table.peers(VM)).isEmpty();
  }

  @Test
  void peers_flowThatEnded_haveNoRateAfterTheWindow() {
    table.countedUntil(0);
    for (int second = 1; second <= 20; second++) {
      table.add(OUT, 500, second * 1000L);
      table.countedUntil(second * 1000L);
    }
    double before = 500;
    for (int second = 21; second <= 29; second++) {
      table.countedUntil(second * 1000L);
      double now = table.peers(VM).getFirst().bytesPerSecond();
      assertThat(now).isLessThan(before);
      before = now;
    }
    table.countedUntil(30_000);
    table.countedUntil(31_000);

    assertThat(table.peers(VM)).isEmpty();
    assertThat(table.flow(OUT).orElseThrow().bytes()).isEqualTo(10_000);
  }

  @Test
  void peers_clockPutBack_areCountedAnew() {
    table.countedUntil(10_000);
    table.add(OUT, 5000, 15_000);
    table.countedUntil(15_000);
    table.countedUntil(2_000);

    assertThat(table.peers(VM)).isEmpty();
    table.add(OUT, 300, 3_000);
    table.countedUntil(3_000);
    assertThat(table.peers(VM)).containsExactly(new PeerRate(WEB, 300, 0));
  }

  @Test
  void clearOlderThan_idleFlow_isGoneFromEveryIndex() {
    table.add(OUT, 1, 1000);
    table.add(BACK, 2, 2000);
    table.learn(VM, 10);
    table.learn(WEB, 11);

    assertThat(table.clearOlderThan(2000)).isEqualTo(1);

    assertThat(table.flow(OUT)).isEmpty();
    assertThat(table.from(VM)).isEmpty();
    assertThat(table.to(WEB)).isEmpty();
    assertThat(table.mac(VM)).isEmpty();
    assertThat(table.mac(WEB)).hasValue(11);
    assertThat(table.to(VM)).containsExactly(new Flow(BACK, 2, 2000, 2000));
  }

  @Test
  void learn_macChanges_hasTheNewOne() {
    long mac = 0xfe_dc_ba_98_76_54L;
    table.learn(VM, 5);
    assertThat(table.mac(VM)).isEmpty();
    table.add(OUT, 1, 0);
    table.learn(VM, 5);
    table.learn(VM, mac);

    assertThat(table.mac(VM)).hasValue(mac);
  }

  @Test
  void add_fullTable_refusesNewFlowsAndCountsOldOnes() {
    for (int i = 0; i < 100; i++) {
      assertThat(table.add(new FlowKey(VM, i), 1, 0)).isTrue();
    }

    assertThat(table.add(OUT, 1, 0)).isFalse();
    assertThat(table.refused()).isEqualTo(1);
    assertThat(table.add(new FlowKey(VM, 7), 1, 1)).isTrue();
    table.clearOlderThan(1);
    assertThat(table.add(OUT, 1, 1)).isTrue();
    assertThat(table.size()).isEqualTo(2);
  }

  @Test
  void keys_outOfRange_areRefusedByName() {
    assertThatThrownBy(() -> new FlowKey(0, 0, 256, 0, 0)).hasMessageContaining("protocol");
    assertThatThrownBy(() -> new FlowKey(0, 0, 6, 65536, 0)).hasMessageContaining("sourcePort");
    assertThatThrownBy(() -> table.add(OUT, -1, 0)).hasMessageContaining("bytes");
    assertThatThrownBy(() -> new FlowTable(Duration.ZERO, 1)).hasMessageContaining("window");
    assertThatThrownBy(() -> new FlowTable(Duration.ofSeconds(1), 0))
        .hasMessageContaining("capacity");
  }

  @Test
  void addresses_anyText_isReadOrRefused() {
    assertThat(Ipv4.text(Ipv4.parse("255.0.17.1"))).isEqualTo("255.0.17.1");
    for (String wrong : List.of("", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.x", "1.2.3.-1")) {
      assertThatThrownBy(() -> Ipv4.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
