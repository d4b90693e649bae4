package dev.drover.agent.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.agent.api.RelayRound;
import dev.drover.decide.rounds.RoundCoupling;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoundsTest {
  private final List<RelayRound> finished = new ArrayList<>();
  private long nanos;
  private long written;
  private SendQueue queue = new SendQueue(0, 0);
  private long retransmits;

  private final Rounds.Line line =
      new Rounds.Line() {
        @Override
        public SendQueue queue() {
          return queue;
        }

        @Override
        public TcpInfo info() {
          return new TcpInfo(
              1000,
              10,
              Duration.ofMillis(3),
              retransmits,
              OptionalLong.empty(),
              OptionalLong.empty(),
              OptionalLong.empty());
        }
      };

  private Rounds rounds(RoundCoupling coupling) {
    return new Rounds(coupling, () -> nanos, finished::add);
  }

  /** QEMU has {@code there} bytes ready. {@return how many were taken, and given to the kernel} */
  private long take(Rounds rounds, long there) {
    long taken = Math.max(0, rounds.take(written, line, most -> Math.min(most, there)));
    written += taken;
    return taken;
  }

  @ParameterizedTest
  @EnumSource(RoundCoupling.class)
  void bytes_beforeAnyBoundary_areNotHeld(RoundCoupling coupling) {
    Rounds rounds = rounds(coupling);
    rounds.passBegan(1, () -> 0);
    queue = new SendQueue(500, 900);

    assertThat(take(rounds, 1000)).isEqualTo(1000);
    assertThat(take(rounds, 1000)).isEqualTo(1000);
    assertThat(finished).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(RoundCoupling.class)
  void boundary_inQemusSocket_isNotPassed(RoundCoupling coupling) {
    Rounds rounds = rounds(coupling);
    take(rounds, 1000);
    rounds.passBegan(2, () -> 300);
    queue = new SendQueue(1, 1);

    assertThat(take(rounds, 5000)).isEqualTo(300);
    assertThat(rounds.holds()).isTrue();
    assertThat(take(rounds, 5000)).isZero();
  }

  @Test
  void nextRound_acknowledged_waitsForTheLastByteToArrive() {
    Rounds rounds = rounds(RoundCoupling.ACKNOWLEDGED);
    take(rounds, 1000);
    rounds.passBegan(2, () -> 0);
    nanos = 1_000_000;
    queue = new SendQueue(0, 400);
    assertThat(take(rounds, 50)).isZero();
    nanos = 4_000_000;
    retransmits = 2;
    queue = new SendQueue(0, 0);
    assertThat(take(rounds, 50)).isEqualTo(50);

    assertThat(finished)
        .containsExactly(
            new RelayRound(
                1,
                Duration.ofMillis(4),
                Bytes.of(1000),
                Duration.ofMillis(3),
                Bytes.ZERO,
                Bytes.of(10_000),
                Bytes.of(10_000),
                2,
                Duration.ofMillis(3)));
  }

  @Test
  void nextRound_earlyNotification_waitsForTheLastByteToLeaveOnly() {
    Rounds rounds = rounds(RoundCoupling.EARLY_NOTIFICATION);
    take(rounds, 1000);
    rounds.passBegan(2, () -> 0);
    queue = new SendQueue(1, 400);
    assertThat(take(rounds, 50)).isZero();
    queue = new SendQueue(0, 400);
    nanos = 7;

    assertThat(take(rounds, 50)).isEqualTo(50);
    assertThat(finished).extracting(RelayRound::time).containsExactly(Duration.ofNanos(7));
    assertThat(finished).extracting(RelayRound::idle).containsExactly(Duration.ZERO);
  }

  @Test
  void rounds_oneAfterTheOther_areMeasuredFromEndToEnd() {
    Rounds rounds = rounds(RoundCoupling.EARLY_NOTIFICATION);
    for (int pass = 2; pass <= 4; pass++) {
      take(rounds, 100L * pass);
      nanos += 1000;
      rounds.passBegan(pass, () -> 0);
    }
    take(rounds, 1);
    nanos += 5000;
    rounds.ended(line);

    assertThat(finished).extracting(RelayRound::round).containsExactly(1, 2, 3, 4);
    assertThat(finished)
        .extracting(RelayRound::bytes)
        .containsExactly(Bytes.of(200), Bytes.of(300), Bytes.of(400), Bytes.of(1));
    assertThat(finished)
        .extracting(RelayRound::time)
        .containsExactly(
            Duration.ofNanos(1000),
            Duration.ofNanos(1000),
            Duration.ofNanos(1000),
            Duration.ofNanos(5000));
  }

  @Test
  void holding_inPostCopy_endsAtOnce() {
    Rounds rounds = rounds(RoundCoupling.ACKNOWLEDGED);
    take(rounds, 1000);
    rounds.passBegan(2, () -> 0);
    queue = new SendQueue(0, 400);
    assertThat(take(rounds, 50)).isZero();

    rounds.over();

    assertThat(rounds.holds()).isFalse();
    assertThat(take(rounds, 50)).isEqualTo(50);
  }

  @Test
  void lastRound_stillOnItsWayWhenPostCopyBegins_isToldWhenItHasArrived() {
    Rounds rounds = rounds(RoundCoupling.ACKNOWLEDGED);
    take(rounds, 1000);
    rounds.passBegan(2, () -> 0);
    queue = new SendQueue(0, 400);
    rounds.over();
    take(rounds, 50);
    assertThat(rounds.measures()).isTrue();
    nanos = 9;
    queue = new SendQueue(0, 50);
    take(rounds, 50);

    assertThat(rounds.measures()).isFalse();
    assertThat(finished).extracting(RelayRound::bytes).containsExactly(Bytes.of(1000));
    assertThat(finished).extracting(RelayRound::ahead).containsExactly(Bytes.of(50));
    assertThat(finished).extracting(RelayRound::time).containsExactly(Duration.ofNanos(9));
  }

  @Test
  void bytesTaken_stillInThePipe_areNotTakenForSent() {
    Rounds rounds = rounds(RoundCoupling.EARLY_NOTIFICATION);
    rounds.take(0, line, _ -> 1000);
    rounds.passBegan(2, () -> 0);

    assertThat(rounds.take(400, line, most -> Math.min(most, 50))).isEqualTo(-Libc.EAGAIN);
  }
}
