package dev.drover.xia.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.transport.StreamException.Reason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransferTest {
  private static final long SECOND = 1_000_000_000;

  private static byte[] bytes(long seed, int count) {
    byte[] bytes = new byte[count];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  /** Runs until both ends have read the other's stream to its end. */
  private static byte[][] exchange(VirtualLink link, byte[][] streams, long longest) {
    ByteBuffer[] toWrite = {ByteBuffer.wrap(streams[0]), ByteBuffer.wrap(streams[1])};
    ByteBuffer[] read = {
      ByteBuffer.allocate(streams[1].length), ByteBuffer.allocate(streams[0].length)
    };
    long until = link.now + longest;
    while (link.now < until && !(done(link, 0) && done(link, 1))) {
      for (int i = 0; i < 2; i++) {
        if (!link.ends[i].finished()) {
          link.ends[i].write(toWrite[i], 70_000, link.now);
          if (!toWrite[i].hasRemaining()) {
            link.ends[i].finish();
          }
        }
        link.ends[i].read(read[i]);
        link.settle(i);
      }
      link.step(until);
    }
    assertThat(link.ends[0].exhausted() && link.ends[1].exhausted())
        .as("both streams came to their end within %d ms", longest / 1_000_000)
        .isTrue();
    return new byte[][] {read[0].array(), read[1].array()};
  }

  private static boolean done(VirtualLink link, int end) {
    return link.ends[end].exhausted() && link.ends[end].complete();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void streams_anyLossReorderAndRepetition_arriveWholeAndInOrder(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    VirtualLink link = new VirtualLink(seed, StreamOptions.DEFAULT);
    link.loss = random.nextDouble(0.3);
    link.repeat = random.nextDouble(0.2);
    link.late = random.nextDouble(0.3);
    byte[][] streams = {
      bytes(seed + 100, random.nextInt(1_500_000)), bytes(seed + 200, random.nextInt(1_500_000))
    };

    byte[][] read = exchange(link, streams, 120 * SECOND);

    assertThat(read[1]).as("seed %d", seed).isEqualTo(streams[0]);
    assertThat(read[0]).as("seed %d", seed).isEqualTo(streams[1]);
  }

  @Test
  void stream_200MbitWith256KiBDropTail_fillsTheLinkWithoutTimeout() {
    VirtualLink link = new VirtualLink(1, StreamOptions.DEFAULT);
    byte[] data = bytes(1, 50_000_000);

    exchange(link, new byte[][] {data, new byte[0]}, 10 * SECOND);

    double rate = data.length / (link.elapsed() / 1e9);
    assertThat(rate / link.bytesPerSecond).as("of the link's rate").isBetween(0.93, 1.0);
    assertThat(link.ends[0].sender().allTimeouts()).isZero();
    assertThat(link.dropped).as("packets dropped of 3125").isLessThan(60);
  }

  @Test
  void stream_longFatLinkWithSmallBuffer_keepsMostOfIt() {
    VirtualLink link = new VirtualLink(1, StreamOptions.DEFAULT);
    link.delayNanos = 20_000_000;
    byte[] data = bytes(1, 100_000_000);

    exchange(link, new byte[][] {data, new byte[0]}, 20 * SECOND);

    double rate = data.length / (link.elapsed() / 1e9);
    assertThat(rate / link.bytesPerSecond).as("of the link's rate").isBetween(0.75, 1.0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void frozenPeer_comesBackAfterSeconds_goesOnWithinAProbe(long seed) {
    VirtualLink link = new VirtualLink(seed, StreamOptions.DEFAULT);
    byte[] data = bytes(seed, 8_000_000);
    ByteBuffer toWrite = ByteBuffer.wrap(data);
    link.ends[0].write(toWrite, 3_000_000, link.now);
    link.settle(0);
    runFor(link, SECOND / 20);
    long before = link.ends[1].receiver().received();
    link.frozen = true;
    runFor(link, (3 + seed) * SECOND);
    link.frozen = false;
    long back = link.now;
    while (link.ends[1].receiver().received() == before) {
      link.step(back + SECOND);
    }

    assertThat(before).isBetween(1L, 3_000_000L - 1);
    assertThat(link.now - back).as("until data moves again").isLessThan(260_000_000L);
    long movesAgain = link.now;
    while (link.ends[1].receiver().received() < 3_000_000) {
      link.step(movesAgain + SECOND);
      assertThat(link.now - movesAgain).isLessThan(SECOND);
    }
    assertThat(link.ends[0].sender().rtt().timeout(0)).isLessThan(SECOND);
  }

  private static void runFor(VirtualLink link, long nanos) {
    long until = link.now + nanos;
    while (link.now < until) {
      link.step(until);
    }
  }

  @Test
  void sender_peerAnswersAfterASilence_sendsTheRestAtOnce() {
    VirtualLink link = new VirtualLink(1, StreamOptions.DEFAULT);
    link.frozen = true;
    link.ends[0].write(ByteBuffer.wrap(bytes(1, 20_000)), 20_000, link.now);
    link.settle(0);
    runFor(link, 2 * SECOND);
    Segment fromPeer = new Segment();
    fromPeer.clear(Segment.Kind.ACK);
    fromPeer.window = 4 << 20;

    assertThat(link.ends[0].receive(fromPeer, ByteBuffer.allocate(0), link.now)).isTrue();

    Segment out = new Segment();
    assertThat(link.ends[0].next(out, VirtualLink.SEGMENT, link.now)).isTrue();
    assertThat(out.seq).isZero();
    assertThat(out.length).isEqualTo(VirtualLink.SEGMENT);
  }

  @Test
  void sender_smallWritesWhileThePeerIsFrozen_sendsThemTogetherWhenItIsBack() {
    VirtualLink link = new VirtualLink(1, StreamOptions.DEFAULT);
    link.frozen = true;
    for (int i = 0; i < 60; i++) {
      link.ends[0].write(ByteBuffer.wrap(bytes(i, 16)), 16, link.now);
      link.settle(0);
      runFor(link, SECOND / 20);
    }
    long before = link.ends[0].sender().packets();
    link.frozen = false;

    runFor(link, SECOND / 2);

    assertThat(link.ends[1].receiver().received()).isEqualTo(960);
    assertThat(link.ends[0].sender().packets() - before).isBetween(1L, 4L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void smallWrites_anyLossFreezeAndReorder_arriveWholeAndInOrder(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    VirtualLink link = new VirtualLink(seed, StreamOptions.DEFAULT);
    link.loss = random.nextDouble(0.3);
    link.repeat = random.nextDouble(0.2);
    link.late = random.nextDouble(0.3);
    byte[] data = bytes(seed + 300, 100_000);
    ByteBuffer toWrite = ByteBuffer.wrap(data);
    ByteBuffer read = ByteBuffer.allocate(data.length);
    long until = link.now + 300 * SECOND;
    while (read.hasRemaining() && link.now < until) {
      link.ends[0].write(toWrite, 1 + random.nextInt(200), link.now);
      link.settle(0);
      link.frozen = random.nextInt(100) < (link.frozen ? 98 : 2);
      runFor(link, random.nextLong(4_000_000));
      link.ends[1].read(read);
      link.settle(1);
    }

    assertThat(read.array()).as("seed %d", seed).isEqualTo(data);
  }

  @Test
  void reader_stopsAndGoesOn_senderWaitsThenGoesOn() {
    StreamOptions options = StreamOptions.DEFAULT;
    VirtualLink link = new VirtualLink(1, options);
    byte[] data = bytes(1, 8_000_000);
    ByteBuffer toWrite = ByteBuffer.wrap(data);
    long stopUntil = link.now + 5 * SECOND;
    while (link.now < stopUntil) {
      link.ends[0].write(toWrite, 70_000, link.now);
      link.settle(0);
      link.step(stopUntil);
    }
    assertThat(link.ends[1].receiver().received()).isEqualTo(options.receiveBuffer());

    ByteBuffer read = ByteBuffer.allocate(data.length);
    long longest = link.now + 5 * SECOND;
    while (read.hasRemaining() && link.now < longest) {
      link.ends[0].write(toWrite, 70_000, link.now);
      link.settle(0);
      link.ends[1].read(read);
      link.settle(1);
      link.step(longest);
    }

    assertThat(read.array()).isEqualTo(data);
  }

  @Test
  void peer_silentForLongerThanAllowed_isGivenUpButNotEarlier() {
    Duration longest = Duration.ofMinutes(2);
    Transfer alone =
        new Transfer(StreamOptions.DEFAULT.withDeadPeer(longest), 1000, 1 << 20, 1_000_000, 0);
    Segment out = new Segment();
    alone.write(ByteBuffer.wrap(new byte[10]), 10, 0);
    long now = 0;
    Optional<Reason> end = Optional.empty();
    int packets = 0;
    while (end.isEmpty() && now < 200 * SECOND) {
      while (alone.next(out, 1000, now)) {
        packets++;
      }
      now = alone.deadline(now);
      end = alone.onTime(now);
    }

    assertThat(end).contains(Reason.SILENT);
    assertThat(now).isBetween(120 * SECOND, 121 * SECOND);
    assertThat(packets).as("a bounded number of questions").isBetween(480, 500);
  }

  @Test
  void node_frozenItself_doesNotTakeItForItsPeersSilence() {
    Transfer end = new Transfer(StreamOptions.DEFAULT, 1000, 1 << 20, 1_000_000, 0);
    Segment out = new Segment();
    end.write(ByteBuffer.wrap(new byte[10]), 10, 0);
    assertThat(end.next(out, 1000, 0)).isTrue();
    assertThat(end.onTime(SECOND)).isEmpty();

    assertThat(end.onTime(1000 * SECOND)).isEmpty();
  }

  @Test
  void idlePeer_isAskedAndAnswers_staysForDays() {
    VirtualLink link = new VirtualLink(1, StreamOptions.DEFAULT);

    runFor(link, 600 * SECOND);

    assertThat(link.ends[0].sender().timeouts()).isZero();
    assertThat(link.ends[1].sender().timeouts()).isZero();
  }

  @Test
  void receiver_contradictoryEnds_refusesTheLater() {
    Receiver receiver = new Receiver(64 * 1024, 1);
    assertThat(receiver.receive(0, ByteBuffer.allocate(10), true, 0, 0)).isTrue();

    assertThat(receiver.receive(0, ByteBuffer.allocate(11), true, 0, 0)).isFalse();
    assertThat(receiver.receive(10, ByteBuffer.allocate(1), false, 0, 0)).isFalse();
    assertThat(receiver.receive(Long.MAX_VALUE, ByteBuffer.allocate(1), false, 0, 0)).isFalse();
    assertThat(receiver.receive(-1, ByteBuffer.allocate(1), false, 0, 0)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void transfer_peerThatLiesInEveryField_staysFinite(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Transfer end = new Transfer(StreamOptions.DEFAULT, 1000, 1 << 20, 1_000_000, SECOND);
    Segment out = new Segment();
    long now = SECOND;
    int sent = 0;
    for (int i = 0; i < 20_000; i++) {
      Segment lie = new Segment();
      lie.clear(
          switch (random.nextInt(4)) {
            case 0 -> Segment.Kind.DATA;
            case 1 -> Segment.Kind.FIN;
            case 2 -> Segment.Kind.PROBE;
            default -> Segment.Kind.ACK;
          });
      lie.seq = number(random);
      lie.ack = number(random);
      lie.window = number(random);
      lie.time = number(random);
      lie.echo = number(random);
      lie.sacks = random.nextInt(5);
      for (int n = 0; n < lie.sacks; n++) {
        lie.sackFrom[n] = number(random);
        lie.sackTo[n] = number(random);
      }
      lie.length = random.nextInt(1000);
      end.receive(lie, ByteBuffer.allocate(lie.length), now);
      end.write(ByteBuffer.allocate(500), 500, now);
      end.read(ByteBuffer.allocate(random.nextInt(3000)));
      if (end.onTime(now).isPresent()) {
        return;
      }
      int atOnce = 0;
      while (end.next(out, 1000, now)) {
        assertThat(out.length).isBetween(0, 1000);
        assertThat(++atOnce).as("seed %d: packets at one time", seed).isLessThan(20_000);
        sent++;
      }
      now += random.nextLong(2_000_000);
    }
    assertThat(sent).as("seed %d", seed).isPositive();
  }

  private static long number(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextLong();
      case 1 -> random.nextLong(10_000);
      case 2 -> Long.MAX_VALUE - random.nextLong(10_000);
      default -> random.nextLong(5_000_000);
    };
  }
}
