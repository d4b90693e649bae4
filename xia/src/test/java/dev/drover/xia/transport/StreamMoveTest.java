package dev.drover.xia.transport;

import static dev.drover.xia.transport.Pair.AWAY;
import static dev.drover.xia.transport.Pair.ELSEWHERE;
import static dev.drover.xia.transport.Pair.HOME;
import static dev.drover.xia.transport.Pair.async;
import static dev.drover.xia.transport.Pair.bytes;
import static dev.drover.xia.transport.Pair.get;
import static dev.drover.xia.transport.Pair.hear;
import static dev.drover.xia.transport.Pair.say;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.address.Xid;
import dev.drover.xia.transport.Pair.Stream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamMoveTest {
  private final Pair pair = new Pair();

  @AfterEach
  void close() {
    pair.close();
  }

  /** Echoes 4 MB while {@code moves} happens after each quarter that has come back. */
  private void echoes(Stream stream, Runnable[] moves) throws Exception {
    byte[] data = bytes(9, 4_000_000);
    FutureTask<Long> echo =
        async(() -> stream.server().input().transferTo(stream.server().output()));
    var _ =
        async(() -> {
          stream.client().write(ByteBuffer.wrap(data));
          return 0;
        });
    byte[] back = new byte[data.length];
    int read = 0;
    for (Runnable move : moves) {
      read += stream.client().input().readNBytes(back, read, data.length / 5);
      move.run();
    }
    read += stream.client().input().readNBytes(back, read, data.length - read);
    stream.client().shutdownOutput();

    assertThat(read).isEqualTo(data.length);
    assertThat(back).isEqualTo(data);
    assertThat(get(echo)).isEqualTo(data.length);
  }

  private void someLoss() {
    SplittableRandom chance = new SplittableRandom(11);
    pair.world.lose(_ -> chance.nextInt(50) == 0);
  }

  @Test
  void service_movesMidTransferUnderLoss_losesNothing() throws Exception {
    Stream stream = pair.open();
    someLoss();

    echoes(
        stream,
        new Runnable[] {
          () -> pair.serverNode.move(ELSEWHERE), () -> pair.serverNode.move(HOME),
        });

    assertThat(stream.client().statistics().peerMoves()).isEqualTo(2);
  }

  @Test
  void client_movesMidTransferUnderLoss_losesNothing() throws Exception {
    Stream stream = pair.open();
    someLoss();

    echoes(
        stream,
        new Runnable[] {
          () -> pair.clientNode.move(ELSEWHERE), () -> pair.clientNode.move(AWAY),
        });

    assertThat(stream.server().statistics().peerMoves()).isEqualTo(2);
  }

  /** Two that move before either has heard of the other's move need a locator. */
  @Test
  void bothEnds_moveOneAfterTheOther_loseNothing() throws Exception {
    Stream stream = pair.open();
    someLoss();

    echoes(
        stream,
        new Runnable[] {
          () -> {
            pair.serverNode.move(ELSEWHERE);
            awaitFollowed(stream.client(), 1);
          },
          () -> {
            pair.clientNode.move(HOME);
            awaitFollowed(stream.server(), 1);
          },
          () -> pair.serverNode.move(AWAY)
        });
  }

  private static void awaitFollowed(StreamSocket end, int moves) {
    while (end.statistics().peerMoves() < moves) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void bothEnds_moveAtOnce_findEachOtherByTheLocator() throws Exception {
    for (XiaStack stack : new XiaStack[] {pair.client, pair.server}) {
      stack.locateWith(sid ->
          Optional.of(
              sid.equals(pair.service.sid())
                  ? pair.serverNode.address(sid)
                  : pair.clientNode.address(sid)));
    }
    Stream stream = pair.open();
    someLoss();

    echoes(
        stream,
        new Runnable[] {
          () -> {
            pair.serverNode.move(ELSEWHERE);
            pair.clientNode.move(HOME);
          }
        });

    Xid client = stream.client().local().intent();
    assertThat(stream.server().peer()).isEqualTo(pair.clientNode.address(client));
    assertThat(stream.client().peer()).isEqualTo(pair.serverNode.address(pair.service.sid()));
  }

  @Test
  void service_frozenThenElsewhere_isFollowedWithinMilliseconds() throws Exception {
    Stream stream = pair.open();
    say(stream.client(), "warm");
    assertThat(hear(stream.server(), 4)).isEqualTo("warm");
    // The first move loads classes; the second is measured.
    pair.serverNode.move(ELSEWHERE);
    say(stream.client(), "1");
    assertThat(hear(stream.server(), 1)).isEqualTo("1");
    pair.world.lose(_ -> true);
    say(stream.client(), "2");
    FutureTask<String> heard = async(() -> hear(stream.server(), 1));
    assertThat(stream.client().awaitDelivered(Duration.ofSeconds(1))).isFalse();
    long timeouts = stream.client().statistics().timeouts();

    pair.world.lose(_ -> false);
    long resumed = System.nanoTime();
    pair.serverNode.move(HOME);

    assertThat(get(heard)).isEqualTo("2");
    // An eighth of a second is half the wait for the next question, that is: it was not for that.
    // The figure itself is a benchmark's: other tests use this machine's processors.
    assertThat(Duration.ofNanos(System.nanoTime() - resumed)).isLessThan(Duration.ofMillis(125));
    assertThat(stream.client().statistics().timeouts()).isLessThanOrEqualTo(timeouts + 1);
  }

  @Test
  void idleConnection_peerMoved_isReachedAtTheNewAddress() throws Exception {
    Stream stream = pair.open();
    // Each move's statement is answered, or else the second question would find nobody.
    pair.serverNode.move(ELSEWHERE);
    say(stream.server(), "here");
    assertThat(hear(stream.client(), 4)).isEqualTo("here");
    say(stream.client(), "there");

    assertThat(hear(stream.server(), 5)).isEqualTo("there");
    assertThat(stream.client().peer()).isEqualTo(pair.serverNode.address(pair.service.sid()));
  }
}
