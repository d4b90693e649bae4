package dev.drover.agent.migration;

import dev.drover.agent.api.AdjustRequest;
import dev.drover.agent.api.PrepareReply;
import dev.drover.agent.api.StartRequest;
import dev.drover.agent.migration.RoundPacer.News;
import dev.drover.calls.CallException;
import dev.drover.calls.CallException.Kind;
import dev.drover.hypervisor.DiskProgress;
import dev.drover.hypervisor.HypervisorException;
import dev.drover.hypervisor.MigrationListener;
import dev.drover.hypervisor.MigrationPhase;
import dev.drover.hypervisor.OutgoingMigration;
import dev.drover.hypervisor.RoundBoundary;
import dev.drover.hypervisor.Vm;
import dev.drover.model.RoundSample;
import dev.drover.model.unit.BitRate;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A VM's memory and disk on their way: the hypervisor's migration, how it is steered, and what it
 * tells. Says nothing about who may run the VM.
 */
final class Sending implements MigrationListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sending.class);

  private final StartRequest request;
  private final Telemetry telemetry;
  private final Way way;
  private final Egress egress;
  private final Optional<RoundPacing> pacing;
  private final Runnable news;
  private volatile Optional<OutgoingMigration> outgoing = Optional.empty();
  private volatile MigrationPhase phase = new MigrationPhase.Setup();
  private boolean heard;

  /** Whether it has a queue of its own. */
  private boolean queued;

  /**
   * @param capacity of the NIC
   * @param news is told when the phase has changed
   */
  Sending(
      StartRequest request,
      Telemetry telemetry,
      Way way,
      BitRate capacity,
      Egress egress,
      Supplier<BitRate> usedByOthers,
      Runnable news) {
    this.request = request;
    this.telemetry = telemetry;
    this.way = way;
    this.egress = egress;
    this.news = news;
    this.pacing =
        RoundPacer.start(
                request.transfer(),
                request.technique(),
                capacity,
                request.rateLimit(),
                request.downtimeLimit())
            .map(pacer ->
                new RoundPacing(
                    request.migration(), pacer, usedByOthers, telemetry, way::limitRound));
  }

  void begin(Vm process) {
    takeQueue();
    try {
      PrepareReply place = way.to(request.listener());
      Optional<BitRate> limit = pacing.map(RoundPacing::first).orElse(request.rateLimit());
      OutgoingMigration started = process.migrate(Requests.of(request, place, limit), this);
      outgoing = Optional.of(started);
      pacing.ifPresent(p -> p.steer(started));
    } catch (HypervisorException e) {
      phaseChanged(new MigrationPhase.Failed("setup", Requests.line(e), true));
    } catch (CallException e) {
      phaseChanged(new MigrationPhase.Failed("setup", String.valueOf(e.getMessage()), true));
    } catch (RuntimeException e) {
      LOG.error("{}: not begun", request.migration(), e);
      phaseChanged(new MigrationPhase.Failed("setup", "not begun: " + e, true));
    }
  }

  /**
   * Goes on after a restart of the agent, with whatever is left of the VM's process.
   *
   * @param capacity of the NIC at the other end, which may take time to ask for
   * @return false when the process does not answer: this is to be tried again
   */
  boolean resume(Optional<Vm> process, Supplier<BitRate> capacity) {
    takeQueue();
    Optional<Vm> living = process.filter(Vm::alive);
    try {
      outgoing = living.flatMap(p -> p.follow(request.technique(), request.stallLimit(), this));
      outgoing.ifPresent(migration -> {
        startFrom(migration.phase());
        pacing.ifPresent(p -> {
          p.steer(migration);
          p.learn(() -> new News.Reached(capacity.get()));
        });
      });
    } catch (HypervisorException e) {
      LOG.warn("{}: cannot follow the migration: {}", request.migration(), e.getMessage());
      if (outgoing.isEmpty() && living.filter(Vm::alive).isPresent()) {
        return false;
      }
    }
    if (outgoing.isEmpty()) {
      phaseChanged(
          new MigrationPhase.Failed(
              telemetry.lastPhase(), "the agent was restarted and QEMU had no migration", false));
    }
    return true;
  }

  private synchronized void takeQueue() {
    if (pacing.isPresent() && !queued) {
      queued = true;
      egress.limitedBegins();
    }
  }

  private synchronized void giveQueue() {
    if (queued) {
      queued = false;
      egress.limitedEnds();
    }
  }

  /** The phase in which a followed migration was found, unless it has moved on since. */
  private synchronized void startFrom(MigrationPhase found) {
    if (!heard) {
      phaseChanged(found);
    }
  }

  MigrationPhase phase() {
    return phase;
  }

  @Override
  public synchronized void phaseChanged(MigrationPhase next) {
    heard = true;
    phase = next;
    telemetry.entered(next);
    if (next instanceof MigrationPhase.PostCopy) {
      pacing.ifPresent(p -> p.learn(News.GivenAway::new));
    }
    way.entered(next);
    news.run();
  }

  @Override
  public void roundBegan(RoundBoundary boundary) {
    pacing.ifPresent(p -> p.learn(() -> new News.Began(boundary)));
  }

  @Override
  public void passBegan(int pass) {
    way.passBegan(pass);
  }

  @Override
  public void diskCopied(DiskProgress progress) {
    telemetry.diskCopied(progress);
  }

  @Override
  public void sampled(RoundSample sample) {
    telemetry.sampled(sample);
  }

  /** {@return false while a paused post-copy cannot be joined again} */
  boolean recoverable() {
    return outgoing.map(OutgoingMigration::recoverable).orElse(true);
  }

  /** Joins a paused post-copy with its destination, which listens again. */
  void recover(PrepareReply listener) {
    PrepareReply place = way.to(listener);
    outgoing.ifPresent(migration -> migration.recover(place.address(), place.port()));
  }

  boolean cancel() {
    return outgoing.map(OutgoingMigration::cancel).orElse(false);
  }

  /**
   * Changes limits, or hands the VM over early.
   *
   * @throws CallException when there is no migration
   */
  void adjust(AdjustRequest change) {
    OutgoingMigration migration =
        outgoing.orElseThrow(() ->
            new CallException(
                Kind.REFUSED, "migration " + request.migration() + " is not running"));
    if (pacing.isPresent()) {
      adjust(pacing.get(), change);
    } else {
      if (change.rateLimit().isPresent()) {
        migration.limitRate(change.rateLimit());
        way.limitRate(change.rateLimit());
      }
      change.downtimeLimit().ifPresent(migration::limitDowntime);
    }
    if (change.startPostCopy()) {
      migration.startPostCopy();
    }
  }

  private void adjust(RoundPacing paced, AdjustRequest change) {
    change
        .rateLimit()
        .ifPresent(limit -> {
          way.limitRate(Optional.of(limit));
          paced.learn(() -> new News.Limited(limit));
        });
    change.downtimeLimit().ifPresent(limit -> paced.learn(() -> new News.DowntimeLimited(limit)));
  }

  /** {@return {@code cause}, with what is known of it besides} */
  String explained(String cause) {
    return way.explained(cause);
  }

  /** Its end is about to be told: nothing goes this way any more. */
  void ended() {
    way.close();
    giveQueue();
  }

  /** It is steered no longer, but may go on. */
  @Override
  public void close() {
    pacing.ifPresent(RoundPacing::close);
  }
}
