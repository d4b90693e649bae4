package dev.drover.agent.migration;

import dev.drover.agent.migration.RoundPacer.News;
import dev.drover.hypervisor.HypervisorException;
import dev.drover.hypervisor.OutgoingMigration;
import dev.drover.hypervisor.Pace;
import dev.drover.model.RoundRate;
import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the rounds of one migration their rates: looks at the NIC, asks {@link RoundPacer}, tells
 * the hypervisor. One thread of its own does so, since the one that tells of rounds must not wait.
 */
final class RoundPacing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RoundPacing.class);

  private final Supplier<BitRate> usedByOthers;
  private final Telemetry telemetry;
  private final Consumer<Optional<BitRate>> wire;
  private final ExecutorService worker;

  /** Changed by the worker alone, once that has begun. */
  private volatile RoundPacer pacer;

  private volatile Optional<OutgoingMigration> migration = Optional.empty();

  /** Tells {@code wire}, too, what each round may send. */
  RoundPacing(
      String name,
      RoundPacer pacer,
      Supplier<BitRate> usedByOthers,
      Telemetry telemetry,
      Consumer<Optional<BitRate>> wire) {
    this.pacer = pacer;
    this.usedByOthers = usedByOthers;
    this.telemetry = telemetry;
    this.wire = wire;
    this.worker =
        Executors.newSingleThreadExecutor(Thread.ofVirtual().name("pace " + name).factory());
  }

  /** {@return what the first round may send; to be asked before the migration starts} */
  Optional<BitRate> first() {
    return pacer.pace(decided()).round();
  }

  /** From now on this migration is told. What it was started with is set again, with the rest. */
  void steer(OutgoingMigration started) {
    migration = Optional.of(started);
    perform(() -> {
      if (pacer.decides()) {
        set();
      }
    });
  }

  /**
   * Learns something; when it is of the round under way, that gets another rate at once.
   *
   * @param news may take time to find out; until then, and when it fails, nothing changes
   */
  void learn(Supplier<News> news) {
    perform(() -> {
      News learnt = news.get();
      pacer = pacer.next(learnt);
      if (pacer.decides()) {
        set();
      } else {
        migration.ifPresent(under -> pass(learnt, under));
      }
    });
  }

  private void set() {
    migration.ifPresent(under -> {
      RoundRate decided = decided();
      Pace pace = pacer.pace(decided);
      under.pace(pace);
      wire.accept(pace.round());
      telemetry.decided(decided);
    });
  }

  /** What the controller says holds as it stands when no rate is decided. */
  private static void pass(News news, OutgoingMigration under) {
    switch (news) {
      case News.Limited(BitRate limit) -> under.limitRate(Optional.of(limit));
      case News.DowntimeLimited(Duration limit) -> under.limitDowntime(limit);
      case News.Began _, News.Reached _, News.GivenAway _ -> {}
    }
  }

  private RoundRate decided() {
    return pacer.decide(telemetry.elapsed(), usedByOthers.get());
  }

  private void perform(Runnable work) {
    try {
      worker.execute(() -> {
        try {
          work.run();
        } catch (HypervisorException e) {
          // It has just ended, or QEMU is away for a moment: the next round is another chance.
          LOG.debug("a round's rate was not set", e);
        } catch (RuntimeException e) {
          LOG.warn("a round's rate was not set: {}", e.getMessage());
        }
      });
    } catch (RejectedExecutionException e) {
      LOG.debug("not paced any more", e);
    }
  }

  /** The rounds are over; rates stay as they are. */
  @Override
  public void close() {
    worker.shutdownNow();
  }
}
