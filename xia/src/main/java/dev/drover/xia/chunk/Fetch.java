package dev.drover.xia.chunk;

import dev.drover.xia.address.Xid;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A chunk that was asked for. */
public final class Fetch {
  private final Xid cid;
  private final int length;
  private final Consumer<FetchOutcome> done;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable FetchOutcome outcome;
  private volatile int askedAgain;
  private volatile int refused;

  Fetch(Xid cid, int length, Consumer<FetchOutcome> done) {
    this.cid = cid;
    this.length = length;
    this.done = done;
  }

  public Xid cid() {
    return cid;
  }

  /** {@return how long it is said to be, in bytes} */
  public int length() {
    return length;
  }

  /** {@return whether {@link #await} returns at once} */
  public boolean ended() {
    return outcome != null;
  }

  /** {@return whether it has ended within the time} */
  public boolean await(Duration longest) throws InterruptedException {
    return ended.await(longest.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Waits for what becomes of it. */
  public FetchOutcome await() throws InterruptedException {
    ended.await();
    FetchOutcome known = outcome;
    if (known == null) {
      throw new AssertionError("a fetch ended without an outcome");
    }
    return known;
  }

  /**
   * Waits for the chunk.
   *
   * @throws ChunkUnavailable when it does not come
   */
  public Chunk take() throws InterruptedException {
    return switch (await()) {
      case FetchOutcome.Fetched fetched -> fetched.chunk();
      case FetchOutcome.Failed failed -> throw new ChunkUnavailable(cid, failed.why());
    };
  }

  /** {@return how often something of it was asked for again, known when it has ended} */
  public int askedAgain() {
    return askedAgain;
  }

  /** {@return how often it came with other content, known when it has ended} */
  public int refused() {
    return refused;
  }

  /** Before the end is told. */
  void counted(int again, int falseTimes) {
    askedAgain = again;
    refused = falseTimes;
  }

  /** Called once, without any lock. */
  void end(FetchOutcome how) {
    outcome = how;
    ended.countDown();
    done.accept(how);
  }
}
