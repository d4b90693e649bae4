package dev.drover.xia.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.chunk.ChunkPublisher.Caching;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.stack.TestWorld;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ChunkPublisherTest {
  private static final Xid AD = Xid.parse("AD:a1");
  private static final Xid ORIGIN = Xid.parse("HID:01");
  private static final Xid SERVICE = Xid.parse("SID:77");

  private final TestWorld world = new TestWorld();
  private final TestWorld.TestNode origin = world.node(AD, ORIGIN);
  private final TestWorld.TestNode client = world.node(AD, Xid.parse("HID:02"));
  private final ChunkPublisher publisher = new ChunkPublisher(origin, 10_000);

  @AfterEach
  void close() {
    publisher.close();
    world.close();
  }

  private BlockingQueue<Packet> answersTo(Xid service) {
    BlockingQueue<Packet> answers = new LinkedBlockingQueue<>();
    client.bind(service, answers::add);
    return answers;
  }

  private void ask(Xid service, Chunk chunk, ChunkRequest request) {
    ByteBuffer bytes = ByteBuffer.allocate(request.size());
    request.encode(bytes);
    client.send(
        Packet.of(
            Dag.fallback(chunk.cid(), AD, ORIGIN),
            client.address(service),
            NextHeader.CONTENT,
            bytes.flip()));
  }

  @Test
  void request_ofAPiece_isAnsweredFromTheContentsAddress() throws InterruptedException {
    Chunk chunk = Contents.chunk(1, 5_000);
    publisher.put(chunk, Caching.ONE_SHOT);
    BlockingQueue<Packet> answers = answersTo(SERVICE);

    ask(SERVICE, chunk, new ChunkRequest(false, 9, 1_000, 300, 1_500, 0));

    Packet answer = answers.take();
    ByteBuffer body = answer.payload();
    assertThat(answer.source()).isEqualTo(Dag.chain(AD, ORIGIN, chunk.cid()));
    assertThat(ContentMessage.decode(body))
        .isEqualTo(new ChunkResponse(9, 1_000, 300, 5_000, true));
    assertThat(body).isEqualTo(chunk.content().slice(1_000, 300));
  }

  @Test
  void request_beyondTheChunk_isRefusedAndCounted() throws InterruptedException {
    Chunk chunk = Contents.chunk(1, 5_000);
    publisher.put(chunk, Caching.ALLOWED);
    BlockingQueue<Packet> answers = answersTo(SERVICE);

    ask(SERVICE, chunk, new ChunkRequest(false, 1, 4_000, 1_001, 1_500, 0));
    ask(SERVICE, chunk, new ChunkRequest(false, 2, 0, 100, 100, 0));
    ask(SERVICE, chunk, new ChunkRequest(false, 3, 4_000, 1_000, 1_500, 0));

    assertThat(((ChunkResponse) ContentMessage.decode(answers.take().payload())).number())
        .isEqualTo(3);
    assertThat(publisher.refused()).isEqualTo(2);
  }

  @Test
  void requests_ofSeveral_areAnsweredByTurnsWhenNoneHasAPace() throws InterruptedException {
    Chunk chunk = Contents.chunk(1, 9_000);
    publisher.put(chunk, Caching.ALLOWED);
    Xid other = Xid.parse("SID:78");
    List<Xid> order = new ArrayList<>();
    CountDownLatch all = new CountDownLatch(80);
    // Both stand in line before the first is sent.
    CountDownLatch asked = new CountDownLatch(1);
    world.lose(packet -> {
      if (packet.sourceIntent().equals(chunk.cid())) {
        awaitQuietly(asked);
        order.add(packet.intent());
        all.countDown();
      }
      return false;
    });
    var request = new ChunkRequest(false, 1, 0, 8_000, 8 + 6 * 28 + 32 + 200, 0);
    ask(SERVICE, chunk, request);
    ask(other, chunk, request);
    CountDownLatch arrived = new CountDownLatch(1);
    // A node hears of packets in their order: this one comes after both requests.
    origin.bind(SERVICE, _ -> arrived.countDown());
    client.send(
        Packet.of(
            Dag.chain(AD, ORIGIN, SERVICE),
            client.address(SERVICE),
            NextHeader.NONE,
            ByteBuffer.allocate(0)));
    arrived.await();
    asked.countDown();
    all.await();

    assertThat(order.subList(0, 40)).filteredOn(SERVICE::equals).hasSizeBetween(19, 21);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void response_withAPace_takesAsLongAsThatSays() throws InterruptedException {
    Chunk chunk = Contents.chunk(1, 9_000);
    publisher.put(chunk, Caching.ALLOWED);
    BlockingQueue<Packet> answers = answersTo(SERVICE);
    long begin = System.nanoTime();

    ask(SERVICE, chunk, new ChunkRequest(false, 1, 0, 8_000, 8 + 6 * 28 + 32 + 200, 160_000));
    for (int i = 0; i < 40; i++) {
      answers.take();
    }

    // 40 packets of 408 bytes at 160,000 a second: 102 ms, of which the first goes at once.
    assertThat(System.nanoTime() - begin).isGreaterThan(95_000_000);
  }

  @Test
  void chunk_publishedTwice_isThereUntilRemovedTwice() throws InterruptedException {
    Chunk chunk = Contents.chunk(1, 5_000);
    publisher.put(chunk, Caching.ALLOWED);
    publisher.put(Contents.chunk(1, 5_000), Caching.ALLOWED);
    publisher.remove(chunk.cid());

    assertThat(publisher.bytes()).isEqualTo(5_000);
    assertThatThrownBy(() -> origin.bind(chunk.cid(), _ -> {}))
        .isInstanceOf(IllegalStateException.class);

    publisher.remove(chunk.cid());
    publisher.remove(chunk.cid());

    assertThat(publisher.bytes()).isZero();
    origin.bind(chunk.cid(), _ -> {}).close();
  }

  @Test
  void put_withoutRoom_waitsUntilSomethingIsRemoved() throws InterruptedException {
    Chunk first = Contents.chunk(1, 6_000);
    Chunk second = Contents.chunk(2, 6_000);
    publisher.put(first, Caching.ALLOWED);
    CountDownLatch put = new CountDownLatch(1);
    Thread waiting =
        Thread.ofPlatform()
            .start(() -> {
              try {
                publisher.put(second, Caching.ALLOWED);
                put.countDown();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    while (waiting.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(put.getCount()).isEqualTo(1);
    publisher.remove(first.cid());

    put.await();
    assertThat(publisher.bytes()).isEqualTo(6_000);
  }

  @Test
  void put_largerThanAllRoom_isRefused() {
    assertThatThrownBy(() -> publisher.put(Contents.chunk(1, 10_001), Caching.ALLOWED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a chunk of 10001 bytes is larger than the publisher's 10000");
  }

  @Test
  void put_afterClose_isRefused() {
    publisher.close();

    assertThatThrownBy(() -> publisher.put(Contents.chunk(1, 10), Caching.ALLOWED))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }
}
