package dev.drover.xia.migration;

import static dev.drover.xia.migration.Hosts.VM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.address.XidType;
import dev.drover.xia.migration.Hosts.Connection;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.transport.XiaStack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams from QEMU to QEMU, over nodes whose packets are lost, late and forged. */
@Timeout(90)
class MigrationTest {
  /** Shorter than the shortest chunk, so that only a pause ends it. */
  private static final int PART = 32 << 10;

  /** Longer than what counts as one. */
  private static final Duration PAUSE = Profile.FAST.pause().multipliedBy(5);

  private final Hosts hosts = new Hosts();

  @AfterEach
  void close() {
    hosts.close();
  }

  /** The source's QEMU writes all of it and ends; the destination's reads to the end and ends. */
  private static void carries(Connection connection, byte[] bytes) throws Exception {
    carries(connection, bytes, () -> Bytes.write(connection.source(), bytes));
  }

  /**
   * Where QEMU pauses, what it has written is cut: on a busy machine anywhere, unless it pauses as
   * it is told to here. So the same bytes are cut the same way when they come again.
   */
  private static void carriesInParts(Connection connection, byte[] bytes) throws Exception {
    carries(
        connection,
        bytes,
        () -> {
          for (int at = 0; at < bytes.length; at += PART) {
            Bytes.write(connection.source(), Arrays.copyOfRange(bytes, at, at + PART));
            Thread.sleep(PAUSE);
          }
        });
  }

  private static void carries(Connection connection, byte[] bytes, Writing writing)
      throws Exception {
    FutureTask<byte[]> read = Bytes.async(() -> Bytes.readAll(connection.destination()));
    writing.run();
    connection.source().shutdownOutput();

    assertThat(read.get(60, TimeUnit.SECONDS)).isEqualTo(bytes);
    connection.destination().close();
    assertThat(connection.source().read(ByteBuffer.allocate(1))).isEqualTo(-1);
  }

  private interface Writing {
    void run() throws IOException, InterruptedException;
  }

  private ConnectionStatistics sent() {
    return hosts.senders.statistics(VM).getLast();
  }

  private ConnectionStatistics received() {
    return hosts.receivers.statistics(VM).getLast();
  }

  private static void await(BooleanSupplier what) throws InterruptedException {
    while (!what.getAsBoolean()) {
      Thread.sleep(5);
    }
  }

  private void assertNothingIsLeft() throws InterruptedException {
    await(() -> !hosts.senders.busy(VM) && !hosts.receivers.busy(VM));
    assertThat(hosts.publisher.bytes()).isZero();
    assertThat(hosts.senders.look(VM)).doesNotContain("complaint");
    assertThat(hosts.receivers.look(VM)).doesNotContain("complaint");
  }

  private static boolean isChunk(Packet packet) {
    return XidType.isContent(packet.sourceIntent().type());
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void stream_ofAllSorts_arrivesExactly(Profile profile) throws Exception {
    hosts.prepare(profile);

    carries(hosts.connect(), Bytes.mixed(1, 1 << 20));

    assertNothingIsLeft();
    assertThat(sent().streamBytes()).isEqualTo(4L << 20);
    assertThat(received().streamBytes()).isEqualTo(4L << 20);
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void stream_underLoss_arrivesExactly(Profile profile) throws Exception {
    SplittableRandom random = new SplittableRandom(2);
    hosts.world.lose(_ -> {
      synchronized (random) {
        return random.nextInt(25) == 0;
      }
    });
    hosts.prepare(profile);

    carries(hosts.connect(), Bytes.mixed(3, 512 << 10));

    assertNothingIsLeft();
    assertThat(received().askedAgain()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void stream_withoutAByte_endsInOrder(Profile profile) throws Exception {
    hosts.prepare(profile);

    carries(hosts.connect(), new byte[0]);

    assertNothingIsLeft();
  }

  @Test
  void fast_zerosAndWhatIsThere_areNotSent() throws Exception {
    hosts.prepare(Profile.FAST);

    carriesInParts(hosts.connect(), Bytes.mixed(4, 1 << 20));

    ConnectionStatistics sent = sent();
    assertThat(sent.zeroBytes()).isGreaterThan(1 << 19);
    assertThat(sent.presentBytes()).isGreaterThan(1 << 19);
    assertThat(sent.chunkBytes()).isBetween(2L << 20, 5L << 19);
    assertThat(sent.chunkBytes() + sent.zeroBytes() + sent.presentBytes())
        .isBetween((4L << 20) - Profile.INLINE_BELOW, 4L << 20);
    assertThat(received().presentBytes()).isEqualTo(sent.presentBytes());
  }

  @Test
  void fast_migrationThatBeginsAgain_findsWhatTheLastHasBrought() throws Exception {
    byte[] bytes = Bytes.random(5, 1 << 20);
    hosts.prepare(Profile.FAST);
    carriesInParts(hosts.connect(), bytes);
    hosts.prepare(Profile.FAST);

    carriesInParts(hosts.connect(), bytes);

    assertThat(sent().presentBytes()).isGreaterThan(3 << 18);
  }

  @Test
  void paper_rounds_areOfTenAndOneAtATime() throws Exception {
    hosts.prepare(Profile.PAPER);

    carries(hosts.connect(), Bytes.random(6, 100 * 15_600 + 1));

    assertThat(sent().rounds()).isEqualTo(11);
    assertThat(sent().chunks()).isEqualTo(101);
    assertThat(sent().zeros() + sent().present()).isZero();
  }

  @Test
  void paper_packets_areOf1400BytesAtMost() throws Exception {
    AtomicInteger largest = new AtomicInteger();
    hosts.world.lose(packet -> {
      if (isChunk(packet)) {
        largest.accumulateAndGet(packet.size(), Math::max);
      }
      return false;
    });
    hosts.prepare(Profile.PAPER);

    carries(hosts.connect(), Bytes.random(7, 200_000));

    assertThat(largest.get()).isEqualTo(1400);
  }

  @Test
  void paper_batchThatIsNotFull_goesWhenQemuPauses() throws Exception {
    hosts.prepare(Profile.PAPER);
    Connection connection = hosts.connect();
    byte[] bytes = Bytes.random(8, 2 * 15_600);

    Bytes.write(connection.source(), bytes);

    assertThat(Bytes.read(connection.destination(), bytes.length)).isEqualTo(bytes);
  }

  @Test
  void finalRound_bytes_goWithTheirNames() throws Exception {
    hosts.prepare(Profile.FAST);
    Connection connection = hosts.connect();
    hosts.senders.finalRound(VM);

    carries(connection, Bytes.mixed(9, 1 << 20));

    assertNothingIsLeft();
    assertThat(sent().chunks()).isZero();
    assertThat(sent().inlineBytes()).isBetween(3L << 20, (3L << 20) + (512 << 10));
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void reverse_whileForwardIsBusy_arrivesExactly(Profile profile) throws Exception {
    hosts.prepare(profile);
    Connection connection = hosts.connect();
    byte[] back = Bytes.random(10, 300_000);
    FutureTask<byte[]> replies = Bytes.async(() -> Bytes.readAll(connection.source()));
    FutureTask<Integer> replying =
        Bytes.async(() -> {
          for (int at = 0; at < back.length; at += 1000) {
            Bytes.write(connection.destination(), Arrays.copyOfRange(back, at, at + 1000));
          }
          connection.destination().shutdownOutput();
          return 0;
        });
    byte[] bytes = Bytes.random(11, 2 << 20);
    FutureTask<byte[]> read = Bytes.async(() -> Bytes.readAll(connection.destination()));

    Bytes.write(connection.source(), bytes);
    replying.get(60, TimeUnit.SECONDS);

    // The end of one direction has left the other open.
    assertThat(replies.get(60, TimeUnit.SECONDS)).isEqualTo(back);
    Bytes.write(connection.source(), bytes);
    connection.source().shutdownOutput();
    assertThat(read.get(60, TimeUnit.SECONDS)).startsWith(bytes).endsWith(bytes).hasSize(4 << 20);
    assertNothingIsLeft();
  }

  @Test
  void fast_requestAndReply_takeNoPause() throws Exception {
    hosts.prepare(Profile.FAST);
    Connection connection = hosts.connect();
    byte[] request = Bytes.random(12, 28);
    byte[] reply = Bytes.random(13, 16);
    int times = 200;
    FutureTask<Integer> server =
        Bytes.async(() -> {
          for (int i = 0; i < times; i++) {
            assertThat(Bytes.read(connection.destination(), request.length)).isEqualTo(request);
            Bytes.write(connection.destination(), reply);
          }
          return 0;
        });
    long[] took = new long[times];

    for (int i = 0; i < times; i++) {
      long begin = System.nanoTime();
      Bytes.write(connection.source(), request);
      assertThat(Bytes.read(connection.source(), reply.length)).isEqualTo(reply);
      took[i] = System.nanoTime() - begin;
    }
    server.get(10, TimeUnit.SECONDS);

    Arrays.sort(took);
    // 0.4 ms are the world's; the paper's way would wait 20 ms for its batch to fill.
    assertThat(took[times / 2]).isLessThan(5_000_000);
  }

  @Test
  void connections_several_areOpenedInOrder() throws Exception {
    hosts.prepare(Profile.FAST);
    Connection first = hosts.connect();
    Connection second = hosts.connect();

    Bytes.write(second.source(), new byte[] {2});
    Bytes.write(first.source(), new byte[] {1});

    assertThat(Bytes.read(first.destination(), 1)).containsExactly(1);
    assertThat(Bytes.read(second.destination(), 1)).containsExactly(2);
    assertThat(hosts.receivers.statistics(VM)).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void path_brokenForThreeSeconds_transferGoesOn(Profile profile) throws Exception {
    hosts.prepare(profile);
    Connection connection = hosts.connect();
    byte[] bytes = Bytes.random(14, 3 << 20);
    FutureTask<byte[]> read = Bytes.async(() -> Bytes.read(connection.destination(), bytes.length));
    Bytes.write(connection.source(), Arrays.copyOf(bytes, 1 << 20));
    hosts.world.lose(_ -> true);
    hosts.sourceNode.after(3_000_000_000L, () -> hosts.world.lose(_ -> false));

    Bytes.write(connection.source(), Arrays.copyOfRange(bytes, 1 << 20, bytes.length));

    assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo(bytes);
    assertThat(received().time()).isGreaterThan(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void hosts_changeTheirAddresses_transferGoesOn(Profile profile) throws Exception {
    hosts.prepare(profile);
    Connection connection = hosts.connect();
    byte[] bytes = Bytes.random(15, 6 << 20);
    FutureTask<Integer> write =
        Bytes.async(() -> {
          Bytes.write(connection.source(), bytes);
          return 0;
        });
    byte[] first = Bytes.read(connection.destination(), 1 << 20);
    hosts.sourceNode.move(Hosts.ELSEWHERE);
    byte[] second = Bytes.read(connection.destination(), 3 << 20);
    hosts.destinationNode.move(Hosts.AD1);

    assertThat(Bytes.read(connection.destination(), 2 << 20))
        .isEqualTo(Arrays.copyOfRange(bytes, 4 << 20, 6 << 20));
    assertThat(first).isEqualTo(Arrays.copyOf(bytes, 1 << 20));
    assertThat(second).isEqualTo(Arrays.copyOfRange(bytes, 1 << 20, 4 << 20));
    write.get(10, TimeUnit.SECONDS);
  }

  @Test
  void path_brokenForLong_bothSidesBreakQemu() throws Exception {
    hosts.prepare(Profile.FAST);
    Connection connection = hosts.connect();
    Bytes.write(connection.source(), Bytes.random(16, 100_000));
    Bytes.read(connection.destination(), 100_000);

    hosts.world.lose(_ -> true);
    Bytes.write(connection.source(), Bytes.random(17, 1000));
    Bytes.write(connection.destination(), Bytes.random(17, 1000));

    assertThat(connection.source().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    assertThat(connection.destination().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    await(() -> hosts.senders.look(VM).contains("complaint"));
    assertThat(hosts.senders.look(VM)).contains("did not answer for PT6S");
    assertThat(hosts.publisher.bytes()).isZero();
  }

  @Test
  void sender_thatVanishes_breaksTheDestination() throws Exception {
    hosts.prepare(Profile.FAST);
    Connection connection = hosts.connect();
    Bytes.write(connection.source(), Bytes.random(18, 100_000));
    Bytes.read(connection.destination(), 100_000);

    vanish(hosts.sourceStack);

    assertThat(connection.destination().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    await(() -> hosts.receivers.look(VM).contains("complaint"));
  }

  @Test
  void receiver_thatVanishes_breaksTheSource() throws Exception {
    hosts.prepare(Profile.FAST);
    Connection connection = hosts.connect();
    Bytes.write(connection.source(), Bytes.random(19, 100_000));
    Bytes.read(connection.destination(), 100_000);

    vanish(hosts.destinationStack);

    assertThat(connection.source().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    await(() -> hosts.senders.look(VM).contains("complaint"));
  }

  /** As when a process ends that the node's others outlive. */
  private static void vanish(XiaStack stack) {
    stack.close();
  }

  @Test
  void sender_ended_tellsTheDestinationWhy() throws Exception {
    hosts.prepare(Profile.FAST);
    Connection connection = hosts.connect();
    Bytes.write(connection.source(), Bytes.random(20, 100_000));
    Bytes.read(connection.destination(), 100_000);

    hosts.senders.end(VM);

    assertThat(connection.destination().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    await(() -> hosts.receivers.look(VM).contains("complaint"));
    assertThat(hosts.receivers.look(VM))
        .contains("connection 0: the other side gave up: the sender was ended");
    assertThat(hosts.publisher.bytes()).isZero();
  }

  @Test
  void destinationQemu_thatCloses_breaksTheSource() throws Exception {
    hosts.prepare(Profile.FAST);
    Connection connection = hosts.connect();
    connection.destination().close();

    FutureTask<Integer> write =
        Bytes.async(() -> {
          Bytes.write(connection.source(), Bytes.random(21, 4 << 20));
          return 0;
        });

    assertThat(write).failsWithin(Duration.ofSeconds(30));
    await(() -> hosts.senders.look(VM).contains("complaint"));
    assertThat(hosts.senders.look(VM)).contains("the destination's QEMU takes no more");
  }

  @Test
  void destinationQemu_thatDoesNotListen_breaksTheSource() throws Exception {
    hosts.senders.send(
        VM,
        hosts.out,
        hosts.receivers.receive(VM, hosts.directory.resolve("none"), hosts.token),
        hosts.token,
        Profile.FAST);

    assertThat(hosts.sourceConnects().read(ByteBuffer.allocate(1))).isEqualTo(-1);

    await(() -> hosts.senders.look(VM).contains("complaint"));
    assertThat(hosts.senders.look(VM)).contains("QEMU is not connected at");
  }

  @Test
  void pace_isKept() throws Exception {
    hosts.prepare(Profile.FAST);
    hosts.senders.pace(VM, 2 << 20);

    carries(hosts.connect(), Bytes.random(22, 2 << 20));

    assertThat(sent().time().toMillis()).isBetween(800L, 3000L);
  }

  @Test
  void poisonedChunk_isRefusedAndFetchedFromTheOrigin() throws Exception {
    AtomicInteger poisoned = new AtomicInteger();
    hosts.world.lose(packet -> {
      if (isChunk(packet) && poisoned.getAndIncrement() == 3) {
        ByteBuffer payload = packet.payload();
        int last = packet.size() - 1;
        packet.array()[last] ^= 1;
        return payload.remaining() == 0;
      }
      return false;
    });
    hosts.prepare(Profile.FAST);

    carries(hosts.connect(), Bytes.random(23, 1 << 20));

    assertNothingIsLeft();
    assertThat(received().refused()).isEqualTo(1);
  }
}
