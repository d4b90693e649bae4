package dev.drover.benchmarks.chunk;

import dev.drover.xia.address.XidType;
import dev.drover.xia.chunk.CachePolicies;
import dev.drover.xia.chunk.CachePolicy;
import dev.drover.xia.chunk.Chunk;
import dev.drover.xia.chunk.ContentCache;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The prototype's cache of 1 GiB, full, over which a stream of new chunks runs as in a migration. A
 * unit of work is a million packets of 1,172 bytes, which is one refresh of the scan policy: 1.0915
 * times as many chunks as the cache has entries, each looked up, not found, and inserted in the
 * place of another. How many entries it has is how small the chunks are: 15,600 bytes make 69,000,
 * 2,000 bytes 537,000.
 *
 * <p>Contents are 8 bytes each, which the cost does not depend on. Hashing is not part of it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 2, time = 2)
@Fork(value = 1, jvmArgs = "-Xmx2g")
public class CacheOperations {
  private static final int CONTENT = 8;

  /** A million packets of 1,172 bytes, in caches of 1 GiB. */
  private static final double REFRESH_TURNOVERS =
      CachePolicies.PROTOTYPE_REFRESH * 1172.0 / (1 << 30);

  @Param({"bypass", "fifo", "lru", "first", "scan"})
  private String policy = "";

  @Param({"1000", "10000", "69000", "250000", "537000"})
  private int entries;

  private final List<Chunk> stream = new ArrayList<>();
  private ContentCache cache = new ContentCache(0, CachePolicies.named("bypass"));
  private int at;

  /**
   * Six times as many chunks as fit, so that those kept are gone when their turn comes again; of
   * those given up by lot, all but one in 150.
   */
  @Setup(Level.Trial)
  public void fill() {
    CachePolicy chosen =
        policy.equals("scan")
            ? CachePolicies.scan((int) (REFRESH_TURNOVERS * entries))
            : CachePolicies.named(policy);
    cache = new ContentCache(entries * ContentCache.footprint(CONTENT), chosen);
    for (int i = 0; i < 6 * entries; i++) {
      stream.add(Chunk.of(XidType.CID256, ByteBuffer.allocate(CONTENT).putInt(i).array()));
    }
    for (int i = 0; i < entries; i++) {
      insertNext();
    }
  }

  private boolean insertNext() {
    Chunk chunk = stream.get(at);
    at = at + 1 == stream.size() ? 0 : at + 1;
    boolean found = cache.find(chunk.cid()).isPresent();
    cache.insert(chunk);
    return found;
  }

  @Benchmark
  public int refresh() {
    int found = 0;
    for (int i = (int) (REFRESH_TURNOVERS * entries); i > 0; i--) {
      if (insertNext()) {
        found++;
      }
    }
    return found;
  }
}
