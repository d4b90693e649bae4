package dev.drover.xia.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.chunk.ChunkPublisher.Caching;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.stack.LogLines;
import dev.drover.xia.stack.Network;
import dev.drover.xia.stack.TappedNetwork;
import dev.drover.xia.stack.TestWorld;
import dev.drover.xia.transport.NewReno;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Chunks from node to node, of which packets are lost, doubled, reordered and forged. */
@Timeout(60)
class FetchTest {
  private static final Xid AD = Xid.parse("AD:a1");
  private static final Xid OTHER_AD = Xid.parse("AD:a2");
  private static final Xid ORIGIN = Xid.parse("HID:01");
  private static final Xid HOST = Xid.parse("HID:02");
  private static final Xid ROUTER = Xid.parse("HID:03");
  private static final Xid SERVICE = Xid.parse("SID:77");
  private static final Dag AT_ORIGIN = Dag.chain(AD, ORIGIN);

  private final TestWorld world = new TestWorld();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final TestWorld.TestNode originNode = world.node(AD, ORIGIN);
  private final TestWorld.TestNode hostNode = world.node(AD, HOST);
  private final ChunkPublisher publisher = new ChunkPublisher(originNode, 64 << 20);
  private final List<AutoCloseable> open = new ArrayList<>(List.of(publisher, workers, world));

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private static FetchSettings patient(int milliseconds, int tries) {
    return new FetchSettings(false, 64 << 10, 4 << 20, Duration.ofMillis(milliseconds), tries, 3);
  }

  private ChunkFetcher fetcher(Network network, FetchSettings settings) {
    ChunkFetcher fetcher =
        new ChunkFetcher(network, SERVICE, settings, new NewReno(8_000, 80_000), workers);
    open.addFirst(fetcher);
    return fetcher;
  }

  private ChunkFetcher fetcher() {
    return fetcher(hostNode, patient(100, 20));
  }

  private List<Chunk> published(int count, int length) throws InterruptedException {
    List<Chunk> chunks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Chunk chunk = Contents.chunk(i, length);
      publisher.put(chunk, Caching.ALLOWED);
      chunks.add(chunk);
    }
    return chunks;
  }

  private static void assertAllCome(ChunkFetcher fetcher, List<Chunk> chunks)
      throws InterruptedException {
    List<Fetch> fetches = new ArrayList<>();
    for (Chunk chunk : chunks) {
      fetches.add(fetcher.fetch(AT_ORIGIN, chunk.cid(), chunk.length()));
    }
    for (int i = 0; i < chunks.size(); i++) {
      assertThat(Contents.bytes(fetches.get(i).take())).isEqualTo(Contents.bytes(chunks.get(i)));
    }
    assertThat(fetcher.inFlight()).isZero();
  }

  private static boolean isFromOrigin(Packet packet) {
    return XidType.isContent(packet.sourceIntent().type());
  }

  @Test
  void chunks_ofAllSizes_come() throws InterruptedException {
    List<Chunk> chunks = new ArrayList<>();
    for (int length : new int[] {1, 100, 4096, 65_536, 131_071, 262_144, Chunk.MAX_BYTES}) {
      Chunk chunk = Contents.chunk(length, length);
      publisher.put(chunk, Caching.ONE_SHOT);
      chunks.add(chunk);
    }

    assertAllCome(fetcher(), chunks);
  }

  @Test
  void chunk_ofThePrototypesType_comes() throws InterruptedException {
    Chunk chunk = Chunk.of(XidType.CID, Contents.bytes(1, 100_000));
    publisher.put(chunk, Caching.ALLOWED);

    assertAllCome(fetcher(), List.of(chunk));
  }

  @Test
  void packets_lost_areAskedForAgainAndNothingElse() throws InterruptedException {
    AtomicInteger responses = new AtomicInteger();
    SplittableRandom random = new SplittableRandom(5);
    world.lose(packet -> {
      synchronized (random) {
        if (isFromOrigin(packet)) {
          responses.incrementAndGet();
        }
        return random.nextInt(20) == 0;
      }
    });
    List<Chunk> chunks = published(40, 131_072);
    int needed = 40 * (131_072 / 16_000 + 1);

    assertAllCome(fetcher(), chunks);

    // One of twenty was lost, and some were thought to be; whole chunks again would be far more.
    assertThat(responses.get()).isBetween(needed, needed * 3 / 2);
  }

  @Test
  void packets_lostTenOfTwenty_allComeInTheEnd() throws InterruptedException {
    SplittableRandom random = new SplittableRandom(6);
    world.lose(packet -> {
      synchronized (random) {
        return random.nextInt(2) == 0;
      }
    });

    assertAllCome(fetcher(), published(4, 65_536));
  }

  @Test
  void packets_doubledAndReordered_makeTheSameChunks() throws InterruptedException {
    SplittableRandom random = new SplittableRandom(7);
    AtomicBoolean again = new AtomicBoolean();
    world.lose(packet -> {
      synchronized (random) {
        if (!again.get() && isFromOrigin(packet)) {
          again.set(true);
          world.delay(random.nextInt(400_000));
          if (random.nextInt(3) == 0) {
            originNode.send(packet);
          }
          again.set(false);
        }
        return false;
      }
    });

    assertAllCome(fetcher(), published(40, 131_072));
  }

  @Test
  void packetsAsLargeAsTheSmallestLinkTakes_areSent() throws InterruptedException {
    AtomicInteger largest = new AtomicInteger();
    world.largestPacket(1500);
    world.lose(packet -> {
      largest.accumulateAndGet(packet.size(), Math::max);
      return false;
    });

    assertAllCome(fetcher(), published(3, 65_536));

    assertThat(largest.get()).isEqualTo(1500);
  }

  @Test
  void requests_manyChunks_areOutUpToTheWindowNotOneByOne() throws InterruptedException {
    world.delay(5_000_000);
    List<Chunk> chunks = published(64, 65_536);
    ChunkFetcher fetcher = fetcher();
    AtomicLong most = new AtomicLong();
    world.lose(packet -> {
      most.accumulateAndGet(fetcher.inFlight(), Math::max);
      return false;
    });

    assertAllCome(fetcher, chunks);

    assertThat(most.get()).isBetween(16L * 65_536, 4L << 20);
  }

  @Test
  void requests_chunksNotDelivered_areHeldBackAtTheLimit() throws InterruptedException {
    List<Chunk> chunks = published(10, 65_536);
    CountDownLatch four = new CountDownLatch(4);
    CountDownLatch hold = new CountDownLatch(1);
    Queue<Xid> asked = new ConcurrentLinkedQueue<>();
    world.lose(packet -> {
      if (XidType.isContent(packet.intent().type()) && !asked.contains(packet.intent())) {
        asked.add(packet.intent());
      }
      return false;
    });
    ChunkFetcher fetcher =
        fetcher(
            hostNode,
            new FetchSettings(false, 64 << 10, 4 * 65_536, Duration.ofMillis(100), 20, 3));
    List<Fetch> fetches = new ArrayList<>();
    for (Chunk chunk : chunks) {
      fetches.add(
          fetcher.fetch(
              AT_ORIGIN,
              chunk.cid(),
              chunk.length(),
              _ -> {
                four.countDown();
                awaitUninterruptibly(hold);
              }));
    }

    four.await();
    assertThat(asked).hasSize(4);
    hold.countDown();
    for (Fetch fetch : fetches) {
      fetch.take();
    }
    assertThat(asked).hasSize(10);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void chunk_askedForTwiceAtOnce_comesOnceForBoth() throws InterruptedException {
    Chunk chunk = published(1, 65_536).getFirst();
    AtomicInteger requests = new AtomicInteger();
    world.lose(packet -> {
      if (packet.intent().equals(chunk.cid())) {
        requests.incrementAndGet();
      }
      return false;
    });
    ChunkFetcher fetcher = fetcher(hostNode, patient(10_000, 1));
    Fetch first = fetcher.fetch(AT_ORIGIN, chunk.cid(), chunk.length());
    Fetch second = fetcher.fetch(AT_ORIGIN, chunk.cid(), chunk.length());

    assertThat(first.take()).isSameAs(second.take());
    assertThat(requests.get()).isEqualTo(1);
  }

  @Test
  void chunk_thatNobodyHas_failsWithItsNameAndOrigin() {
    Chunk chunk = Contents.chunk(1, 1000);
    Fetch fetch = fetcher(hostNode, patient(10, 3)).fetch(AT_ORIGIN, chunk.cid(), chunk.length());

    assertThatThrownBy(fetch::take)
        .isInstanceOf(ChunkUnavailable.class)
        .hasMessageContaining(chunk.cid() + " was asked for 3 times")
        .hasMessageContaining("did not come from " + ORIGIN);
  }

  @Test
  void chunk_announcedWithAnotherLength_failsAndSaysSo() throws InterruptedException {
    Chunk chunk = published(1, 1000).getFirst();
    Fetch fetch = fetcher(hostNode, patient(10, 3)).fetch(AT_ORIGIN, chunk.cid(), 999);

    assertThatThrownBy(fetch::take)
        .hasMessageContaining("others have 1000 bytes under this name, not 999");
  }

  @Test
  void chunk_amongOthersThatCome_failsAloneWhenItIsMissing() throws InterruptedException {
    List<Chunk> chunks = published(60, 65_536);
    Chunk gone = chunks.get(20);
    publisher.remove(gone.cid());
    ChunkFetcher fetcher = fetcher(hostNode, patient(20, 3));
    List<Fetch> fetches = new ArrayList<>();
    for (Chunk chunk : chunks) {
      fetches.add(fetcher.fetch(AT_ORIGIN, chunk.cid(), chunk.length()));
    }

    for (Fetch fetch : fetches) {
      assertThat(fetch.await() instanceof FetchOutcome.Fetched)
          .isEqualTo(!fetch.cid().equals(gone.cid()));
    }
  }

  @Test
  void fetcher_closed_failsWhatHasNotCome() {
    Chunk chunk = Contents.chunk(1, 1000);
    ChunkFetcher fetcher = fetcher();
    Fetch before = fetcher.fetch(AT_ORIGIN, chunk.cid(), chunk.length());
    fetcher.close();
    Fetch after = fetcher.fetch(AT_ORIGIN, chunk.cid(), chunk.length());

    assertThatThrownBy(before::take).hasMessageContaining("before its fetcher was closed");
    assertThatThrownBy(after::take).hasMessageContaining("closed");
  }

  @Test
  void fetcher_thatMoves_asksAgainFromWhereItIs() throws InterruptedException {
    List<Chunk> chunks = published(20, 65_536);
    ChunkFetcher fetcher = fetcher(hostNode, patient(20_000, 3));
    AtomicBoolean moved = new AtomicBoolean();
    CountDownLatch lost = new CountDownLatch(1);
    world.lose(packet -> {
      boolean toOld = isFromOrigin(packet) && !moved.get();
      if (toOld) {
        lost.countDown();
      }
      return toOld;
    });
    List<Fetch> fetches = new ArrayList<>();
    for (Chunk chunk : chunks) {
      fetches.add(fetcher.fetch(AT_ORIGIN, chunk.cid(), chunk.length()));
    }
    lost.await();
    moved.set(true);
    hostNode.move(OTHER_AD);

    for (Fetch fetch : fetches) {
      assertThat(fetch.take().cid()).isEqualTo(fetch.cid());
    }
  }

  @Test
  void prototypesWay_packetsLost_comesInPacketsOf1400WithWholeChunksAgain()
      throws InterruptedException {
    AtomicInteger largest = new AtomicInteger();
    AtomicInteger responses = new AtomicInteger();
    world.lose(packet -> {
      if (isFromOrigin(packet)) {
        largest.accumulateAndGet(packet.size(), Math::max);
        return responses.incrementAndGet() == 3;
      }
      return false;
    });
    Chunk chunk = Chunk.of(XidType.CID, Contents.bytes(1, 15_600));
    publisher.put(chunk, Caching.ALLOWED);
    long begin = System.nanoTime();

    assertAllCome(fetcher(hostNode, FetchSettings.paper()), List.of(chunk));

    assertThat(System.nanoTime() - begin).isGreaterThan(300_000_000);
    assertThat(largest.get()).isEqualTo(1400);
    // 15,600 bytes are 14 packets of 1,172; the second time the third completes it.
    assertThat(responses.get()).isBetween(17, 28);
  }

  /** A host whose packets pass a cache on their way out and in. */
  private Network behind(ChunkCache cache) {
    return new TappedNetwork(
        hostNode, packet -> !isFirstChoice(packet) || !cache.answer(packet), cache::passing);
  }

  /** As a router sees it: whether the content itself may be asked for on the way. */
  private static boolean isFirstChoice(Packet packet) {
    return packet.edge(0) == packet.destinationNodes() - 1;
  }

  private ChunkCache cacheAtRouter(String policy) {
    ChunkCache cache =
        new ChunkCache(
            world.node(AD, ROUTER),
            new ContentCache(16 << 20, CachePolicies.named(policy)),
            4 << 20,
            Runnable::run);
    open.addFirst(cache);
    return cache;
  }

  @Test
  void cacheOnTheWay_secondFetch_isAnsweredWithoutTheOrigin() throws InterruptedException {
    ChunkCache cache = cacheAtRouter("lru");
    List<Chunk> chunks = published(10, 131_072);
    ChunkFetcher fetcher = fetcher(behind(cache), patient(100, 20));
    assertAllCome(fetcher, chunks);
    world.lose(packet -> packet.destination().nodes().contains(ORIGIN));

    List<Fetch> fetches = new ArrayList<>();
    for (Chunk chunk : chunks) {
      fetches.add(fetcher.fetch(AT_ORIGIN, chunk.cid(), chunk.length()));
    }
    for (Fetch fetch : fetches) {
      assertThat(fetch.await())
          .isInstanceOfSatisfying(
              FetchOutcome.Fetched.class,
              fetched -> assertThat(fetched.responders()).containsExactly(ROUTER));
    }
    assertThat(cache.counts().partials()).isZero();
    assertThat(cache.counts().partialBytes()).isZero();
  }

  @Test
  void cacheOnTheWay_oneShotContent_isNotKept() throws InterruptedException {
    ContentCache kept = new ContentCache(16 << 20, CachePolicies.named("fifo"));
    ChunkCache cache = new ChunkCache(world.node(AD, ROUTER), kept, 4 << 20, Runnable::run);
    open.addFirst(cache);
    Chunk chunk = Contents.chunk(1, 65_536);
    publisher.put(chunk, Caching.ONE_SHOT);

    assertAllCome(fetcher(behind(cache), patient(100, 20)), List.of(chunk));

    assertThat(kept.counts().chunks()).isZero();
    assertThat(cache.counts().partials()).isZero();
  }

  @Test
  void cacheThatDies_midChunk_isMadeUpForByTheOrigin() throws InterruptedException {
    ChunkCache cache = cacheAtRouter("fifo");
    List<Chunk> chunks = published(10, 131_072);
    ChunkFetcher fetcher = fetcher(behind(cache), patient(50, 20));
    assertAllCome(fetcher, chunks);
    AtomicInteger answers = new AtomicInteger();
    world.lose(packet ->
        isFromOrigin(packet)
            && packet.source().nodes().contains(ROUTER)
            && answers.incrementAndGet() > 12);

    assertAllCome(fetcher, chunks);

    assertThat(answers.get()).isGreaterThan(12);
  }

  @Test
  void poisonedPieces_onTheWay_areRefusedLoggedAndFetchedFromTheOrigin()
      throws InterruptedException {
    Chunk chunk = published(1, 65_536).getFirst();
    AtomicInteger asked = new AtomicInteger();
    Queue<Dag> destinations = new ConcurrentLinkedQueue<>();
    // A liar on the way answers all that its address lets it see.
    Network lied =
        new TappedNetwork(
            hostNode,
            packet -> {
              destinations.add(packet.destination());
              if (!isFirstChoice(packet)) {
                return true;
              }
              asked.incrementAndGet();
              answerFalsely(packet, chunk);
              return false;
            },
            _ -> {});
    ChunkFetcher fetcher = fetcher(lied, patient(100, 20));

    try (LogLines logged = new LogLines(ChunkFetcher.class)) {
      assertAllCome(fetcher, List.of(chunk));

      assertThat(logged.rest())
          .singleElement()
          .asString()
          .contains("poisoned chunk", ROUTER.toString(), chunk.cid().toString());
    }
    assertThat(asked.get()).isPositive();
    assertThat(destinations).contains(Dag.chain(AD, ORIGIN, chunk.cid()));
  }

  private void answerFalsely(Packet request, Chunk chunk) {
    ChunkRequest wanted = (ChunkRequest) ContentMessage.decode(request.payload());
    for (int at = wanted.offset(); at < wanted.offset() + wanted.length(); at += 8_192) {
      int length = Math.min(8_192, wanted.offset() + wanted.length() - at);
      ChunkResponse header = new ChunkResponse(wanted.number(), at, length, chunk.length(), false);
      ByteBuffer bytes = ByteBuffer.allocate(header.size() + length);
      header.encode(bytes);
      originNode.send(
          Packet.of(
              request.source(),
              Dag.chain(AD, ROUTER, chunk.cid()),
              NextHeader.CONTENT,
              bytes.position(0)));
    }
  }

  @Test
  void originThatLies_always_failsAfterSomeTries() throws InterruptedException {
    Chunk chunk = Contents.chunk(1, 20_000);
    ChunkFetcher fetcher = fetcher();
    var binding =
        originNode.bind(
            chunk.cid(),
            packet -> {
              ChunkRequest wanted = (ChunkRequest) ContentMessage.decode(packet.payload());
              ChunkResponse header =
                  new ChunkResponse(
                      wanted.number(), wanted.offset(), wanted.length(), 20_000, false);
              ByteBuffer bytes = ByteBuffer.allocate(header.size() + wanted.length());
              header.encode(bytes);
              originNode.send(
                  Packet.of(
                      packet.source(),
                      originNode.address(chunk.cid()),
                      NextHeader.CONTENT,
                      bytes.position(0)));
            });

    assertThatThrownBy(() -> fetcher.fetch(AT_ORIGIN, chunk.cid(), 20_000).take())
        .isInstanceOf(ChunkUnavailable.class)
        .hasMessageContaining("came with other content 3 times, last from [" + ORIGIN + "]");
    binding.close();
  }

  @Test
  void anyPackets_forFetcherPublisherAndCache_throwNothingAndHarmNothing()
      throws InterruptedException {
    List<Chunk> chunks = published(5, 30_000);
    ChunkCache cache = cacheAtRouter("fifo");
    TappedNetwork noted = new TappedNetwork(hostNode);
    ChunkFetcher fetcher = fetcher(noted, patient(50, 20));
    List<Fetch> fetches = new ArrayList<>();
    AtomicBoolean held = new AtomicBoolean(true);
    world.lose(packet -> held.get());
    for (Chunk chunk : chunks) {
      fetches.add(fetcher.fetch(AT_ORIGIN, chunk.cid(), chunk.length()));
    }
    for (long seed = 0; seed < 5_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Packet packet = garbage(random, chunks.get(random.nextInt(5)).cid());
      noted.receivers.getFirst().receive(packet);
      cache.passing(packet);
      assertThat(cache.answer(packet)).as("seed %d", seed).isFalse();
    }
    held.set(false);

    for (int i = 0; i < 5; i++) {
      assertThat(fetches.get(i).await()).isInstanceOf(FetchOutcome.Fetched.class);
    }
  }

  private static Packet garbage(SplittableRandom random, Xid cid) {
    byte[] payload = new byte[random.nextInt(100)];
    random.nextBytes(payload);
    if (payload.length > 40) {
      ContentMessage header =
          random.nextBoolean()
              ? new ChunkResponse(random.nextInt(9), 0, payload.length - 32, 30_000, false)
              : new ChunkRequest(false, 1, random.nextInt(9), random.nextInt(9), 100, 0);
      header.encode(ByteBuffer.wrap(payload));
      payload[random.nextInt(32)] = (byte) random.nextInt();
    }
    return Packet.of(
        Dag.chain(AD, HOST, random.nextBoolean() ? SERVICE : cid),
        random.nextBoolean() ? Dag.chain(cid) : Dag.chain(AD, ROUTER, cid),
        NextHeader.CONTENT,
        ByteBuffer.wrap(payload));
  }

  @Test
  void origin_thatMoves_isAskedWhereItIs() throws InterruptedException {
    world.lose(FetchTest::isFromOrigin);
    List<Chunk> chunks = published(8, 65_536);
    ChunkFetcher fetcher = fetcher();
    List<Fetch> fetches = new ArrayList<>();
    for (Chunk chunk : chunks) {
      fetches.add(fetcher.fetch(AT_ORIGIN, chunk.cid(), chunk.length()));
    }
    originNode.move(OTHER_AD);
    world.lose(_ -> false);

    fetcher.relocate(Dag.chain(OTHER_AD, ORIGIN, SERVICE));

    for (int i = 0; i < chunks.size(); i++) {
      assertThat(fetches.get(i).take().cid()).isEqualTo(chunks.get(i).cid());
    }
    assertThat(fetches.getFirst().askedAgain()).isPositive();
  }
}
