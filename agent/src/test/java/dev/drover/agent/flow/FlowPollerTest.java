package dev.drover.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.agent.flow.FlowPoller.Timing;
import dev.drover.agent.flow.FlowSource.Reading;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class FlowPollerTest {
  private static final int VM = Ipv4.parse("10.77.1.1");
  private static final int WEB = Ipv4.parse("10.77.1.2");
  private static final FlowKey OUT = new FlowKey(VM, WEB);
  private static final Timing TIMING = new Timing(Duration.ofSeconds(1), Duration.ofSeconds(60));

  private final FlowTable table = new FlowTable(Duration.ofSeconds(10), 1000);
  private final AtomicLong clock = new AtomicLong(1_000_000);
  private boolean dead;
  private long growth = 100;
  private long coarse;
  private int rules;

  private final FlowPoller poller =
      new FlowPoller(this::read, table, TIMING, () -> rules++, clock::get);

  private Reading read(FlowTable into, long nowMs) throws IOException {
    if (dead) {
      throw new IOException("no switch");
    }
    into.add(OUT, growth, growth > 0 ? nowMs : 0);
    return new Reading(1, coarse, 0, 0);
  }

  private void pollAfter(long seconds) {
    clock.addAndGet(seconds * 1000);
    poller.poll();
  }

  @Test
  void poll_switchAnswers_hasRates() {
    pollAfter(1);
    pollAfter(1);
    pollAfter(1);

    assertThat(poller.peers(VM)).containsExactly(new PeerRate(WEB, 100, 2000));
  }

  @Test
  void poll_deadSwitch_keepsWhatIsKnownAndGoesOn() {
    pollAfter(1);
    pollAfter(1);
    dead = true;
    pollAfter(1);
    pollAfter(1);
    assertThat(poller.peers(VM)).containsExactly(new PeerRate(WEB, 100, 1000));
    dead = false;
    growth = 300;
    pollAfter(1);

    assertThat(table.flow(OUT).orElseThrow().bytes()).isEqualTo(500);
    assertThat(poller.peers(VM)).containsExactly(new PeerRate(WEB, 100, 4000));
  }

  @Test
  void poll_switchThatLostItsRules_isGivenThemAndTimeToHeedThem() {
    pollAfter(1);
    assertThat(rules).isZero();
    coarse = 3;
    pollAfter(1);
    pollAfter(1);
    assertThat(rules).isEqualTo(1);
    pollAfter(10);
    assertThat(rules).isEqualTo(2);
    coarse = 0;
    pollAfter(20);
    assertThat(rules).isEqualTo(2);
  }

  @Test
  void poll_flowLongIdle_isForgotten() {
    pollAfter(1);
    growth = 0;
    pollAfter(50);
    assertThat(table.size()).isEqualTo(1);
    dead = true;
    pollAfter(20);
    pollAfter(20);

    assertThat(table.size()).isZero();
  }

  @Test
  void start_untilClosed_readsAgainAndAgain() throws InterruptedException {
    CountDownLatch three = new CountDownLatch(3);
    FlowPoller running =
        FlowPoller.start(
            (_, _) -> {
              three.countDown();
              throw new IllegalStateException("whatever happens");
            },
            table,
            new Timing(Duration.ofMillis(5), Duration.ofSeconds(60)),
            () -> {});

    assertThat(three.await(50, TimeUnit.SECONDS)).isTrue();
    running.close();
  }
}
