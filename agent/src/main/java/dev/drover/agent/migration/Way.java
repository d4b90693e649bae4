package dev.drover.agent.migration;

import dev.drover.agent.api.PrepareReply;
import dev.drover.agent.api.StartRequest;
import dev.drover.agent.relay.Relays;
import dev.drover.decide.rounds.RoundCoupling;
import dev.drover.hypervisor.MigrationPhase;
import dev.drover.model.Transport;
import dev.drover.model.unit.BitRate;
import java.util.Optional;

/**
 * How a migration's bytes leave its source: by QEMU's own connections, or through a relay. A VM's
 * disk is a stream beside that of its memory and goes the same way; it has no rounds.
 */
final class Way implements AutoCloseable {
  private final Relays relays;
  private final StartRequest request;
  private final Telemetry telemetry;
  private final boolean relayed;
  private final boolean disk;
  private Optional<BitRate> limit;
  private Optional<BitRate> roundRate = Optional.empty();
  private boolean stopped;
  private boolean givenAway;
  private Optional<String> complaint = Optional.empty();

  /** Opens nothing yet; an earlier agent may have. */
  Way(Relays relays, StartRequest request, Telemetry telemetry) {
    this.relays = relays;
    this.request = request;
    this.telemetry = telemetry;
    this.relayed = request.transfer().transport() == Transport.RELAY;
    this.disk = request.listener().disk().isPresent();
    this.limit = request.rateLimit();
  }

  /**
   * Holds no lock meanwhile: the relay's process may have to start.
   *
   * @return where QEMU is to connect to, so that it reaches {@code listener}
   */
  PrepareReply to(PrepareReply listener) {
    if (!relayed) {
      return listener;
    }
    RoundCoupling coupling =
        request.transfer().earlyNotification()
            ? RoundCoupling.EARLY_NOTIFICATION
            : RoundCoupling.ACKNOWLEDGED;
    String socket =
        relays
            .send(request.vm(), listener.address(), listener.port(), Optional.of(coupling))
            .toString();
    Optional<PrepareReply.Disk> disk = listener.disk().map(this::diskTo);
    synchronized (this) {
      if (pace().isPresent()) {
        setPace();
      }
    }
    return new PrepareReply(socket, 0, disk);
  }

  private PrepareReply.Disk diskTo(PrepareReply.Disk listener) {
    return new PrepareReply.Disk(
        relays.send(diskStream(), listener.address(), listener.port(), Optional.empty()).toString(),
        0);
  }

  private String diskStream() {
    return Relays.disk(request.vm());
  }

  void passBegan(int pass) {
    if (relayed) {
      heard(relays.passBegan(request.vm(), pass));
    }
  }

  /**
   * QEMU lifts its own limits for the stop-and-copy; the socket must not hold it to the last one.
   */
  synchronized void entered(MigrationPhase phase) {
    if (!relayed) {
      return;
    }
    if (phase instanceof MigrationPhase.StopAndCopy) {
      stopped = true;
      setPace();
    } else if (phase instanceof MigrationPhase.PostCopy) {
      stopped = false;
      givenAway = true;
      roundRate = Optional.empty();
      setPace();
      heard(relays.postCopy(request.vm()));
    }
  }

  /** A limited stream is spread evenly by the relay's socket. */
  synchronized void limitRate(Optional<BitRate> rate) {
    limit = rate;
    if (relayed) {
      setPace();
    }
  }

  /**
   * The same for one round, whose rate was decided; empty when the limit alone holds. What was
   * decided for a round comes too late once the VM has been given away.
   */
  synchronized void limitRound(Optional<BitRate> rate) {
    if (givenAway) {
      return;
    }
    roundRate = rate;
    if (relayed) {
      setPace();
    }
  }

  private Optional<BitRate> pace() {
    return stopped ? Optional.empty() : roundRate.or(() -> limit);
  }

  private void setPace() {
    heard(relays.pace(request.vm(), pace()));
    if (disk) {
      heard(relays.pace(diskStream(), pace()));
    }
  }

  /** {@return {@code cause}, with what the relay knows of it} */
  String explained(String cause) {
    if (relayed) {
      heard(relays.look(request.vm()));
      if (disk) {
        heard(relays.look(diskStream()));
      }
    }
    synchronized (this) {
      return complaint.map(why -> cause + " (relay: " + why + ")").orElse(cause);
    }
  }

  private synchronized void heard(Relays.News news) {
    news.rounds().forEach(telemetry::relayed);
    if (complaint.isEmpty()) {
      complaint = news.complaint();
    }
  }

  /** The migration has ended; before its outcome is told, so that its last round is. */
  @Override
  public void close() {
    if (relayed) {
      heard(relays.endSender(request.vm()));
      if (disk) {
        heard(relays.endSender(diskStream()));
      }
    }
  }
}
