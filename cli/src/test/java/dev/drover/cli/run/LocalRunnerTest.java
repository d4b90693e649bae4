package dev.drover.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.simulate.scenario.RunWatcher;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LocalRunnerTest {
  private static final long LIMIT_SECONDS = 30;

  /** Goes on until its watcher ends it. */
  private record Endless(CountDownLatch begun) implements Run<String> {
    @Override
    public String make(RunWatcher watcher) {
      while (true) {
        watcher.progress(Duration.ZERO, 0, 0);
        begun.countDown();
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void close_runUnderWay_endsItAtItsNextProgress_andThoseThatWaitAreNotBegun() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(1);
    CompletableFuture<String> run;
    CompletableFuture<String> waiting;
    try (Runner runner = new LocalRunner(1)) {
      run = runner.begin(new Endless(begun), RunWatcher.NONE);
      waiting = runner.begin(new Endless(second), RunWatcher.NONE);
      assertThat(begun.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    assertThatThrownBy(() -> run.get(LIMIT_SECONDS, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(CancellationException.class);
    assertThat(waiting).isNotDone();
    assertThat(second.getCount()).isOne();
  }

  @Test
  void begin_watcher_seesTheRun() throws Exception {
    AtomicInteger ended = new AtomicInteger();
    RunWatcher watcher =
        new RunWatcher() {
          @Override
          public void progress(Duration simulated, int migrations, double moved) {
            ended.addAndGet(migrations);
          }
        };
    try (Runner runner = new LocalRunner(1)) {
      Run<String> run =
          looking -> {
            looking.progress(Duration.ZERO, 3, 1);
            return "made";
          };
      assertThat(runner.begin(run, watcher).get(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("made");
    }
    assertThat(ended).hasValue(3);
  }
}
