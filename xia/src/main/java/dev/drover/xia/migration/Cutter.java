package dev.drover.xia.migration;

import dev.drover.xia.chunk.Chunk;
import dev.drover.xia.chunk.Chunker;
import dev.drover.xia.chunk.Zeros;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;

/** Cuts what QEMU writes into stretches, as far as the window allows, and has them named. */
final class Cutter {
  private final Intake intake;
  private final Profile profile;
  private final Window window;
  private final Executor workers;
  private final Counts counts;
  private final Chunker chunker;

  /** Bounded by the window. */
  private final BlockingQueue<Cut> cuts = new LinkedBlockingQueue<>();

  Cutter(Intake intake, Profile profile, Window window, Executor workers, Counts counts) {
    this.intake = intake;
    this.profile = profile;
    this.window = window;
    this.workers = workers;
    this.counts = counts;
    this.chunker = profile.chunker();
  }

  BlockingQueue<Cut> cuts() {
    return cuts;
  }

  /** Cuts to the end. */
  void run() throws InterruptedException {
    long sincePause = 0;
    while (true) {
      Optional<byte[]> written = next(sincePause);
      if (written.isEmpty()) {
        chunker.flush(this::cut);
        cuts.put(new Cut.Pause());
        sincePause = 0;
        continue;
      }
      byte[] bytes = written.get();
      if (bytes.length == 0) {
        chunker.flush(this::cut);
        cuts.put(new Cut.End());
        return;
      }
      counts.stream.add(bytes.length);
      sincePause += bytes.length;
      chunker.write(bytes, 0, bytes.length, this::cut);
    }
  }

  /** A little that stands alone is a request that somebody waits for: it does not wait for more. */
  private Optional<byte[]> next(long sincePause) throws InterruptedException {
    if (sincePause == 0) {
      return Optional.of(intake.take());
    }
    boolean little = profile == Profile.FAST && sincePause < Profile.INLINE_BELOW;
    return intake.take(little ? Duration.ZERO : profile.pause());
  }

  private void cut(byte[] content) throws InterruptedException {
    window.acquire(Window.cost(content.length));
    boolean small = content.length < Profile.INLINE_BELOW;
    boolean zero = profile == Profile.FAST && !small && Zeros.areAll(content);
    FutureTask<Chunk> named = new FutureTask<>(() -> Chunk.of(profile.contentType(), content));
    if (small) {
      named.run();
    } else {
      workers.execute(named);
    }
    cuts.put(new Cut.Stretch(named, zero, content.length));
  }
}
