package dev.drover.agent.migration;

import dev.drover.agent.api.PrepareReply;
import dev.drover.agent.api.StartRequest;
import dev.drover.agent.transport.StreamTransport;
import dev.drover.agent.transport.StreamTransport.News;
import dev.drover.agent.transport.StreamTransport.Place;
import dev.drover.calls.CallException;
import dev.drover.decide.rounds.RoundCoupling;
import dev.drover.hypervisor.MigrationPhase;
import dev.drover.model.unit.BitRate;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * How a migration's bytes leave its source: by QEMU's own connections, or carried by a transport. A
 * VM's disk is a stream beside that of its memory and goes the same way; it has no rounds.
 */
final class Way implements AutoCloseable {
  private final Transports transports;
  private final StartRequest request;
  private final Telemetry telemetry;
  private final boolean disk;
  private Optional<BitRate> limit;
  private Optional<BitRate> roundRate = Optional.empty();
  private boolean stopped;
  private boolean givenAway;
  private Optional<String> complaint = Optional.empty();

  /** Opens nothing yet; an earlier agent may have. */
  Way(Transports transports, StartRequest request, Telemetry telemetry) {
    this.transports = transports;
    this.request = request;
    this.telemetry = telemetry;
    this.disk = request.listener().disk().isPresent();
    this.limit = request.rateLimit();
  }

  private Optional<StreamTransport> carrier() {
    return transports.find(request.transfer().transport());
  }

  /**
   * Holds no lock meanwhile: a relay's process may have to start.
   *
   * @return where QEMU is to connect to, so that it reaches {@code listener}
   * @throws CallException when it cannot be carried
   */
  PrepareReply to(PrepareReply listener) {
    return transports
        .get(request.transfer().transport())
        .map(by -> to(listener, by))
        .orElse(listener);
  }

  private PrepareReply to(PrepareReply listener, StreamTransport by) {
    RoundCoupling coupling =
        request.transfer().earlyNotification()
            ? RoundCoupling.EARLY_NOTIFICATION
            : RoundCoupling.ACKNOWLEDGED;
    Place place = new Place(listener.address(), listener.port(), listener.token());
    String socket = by.send(request.vm(), place, Optional.of(coupling)).toString();
    Optional<PrepareReply.Disk> socketOfDisk = listener.disk().map(there -> diskTo(there, by));
    synchronized (this) {
      if (pace().isPresent()) {
        setPace();
      }
    }
    return new PrepareReply(socket, 0, socketOfDisk);
  }

  private PrepareReply.Disk diskTo(PrepareReply.Disk listener, StreamTransport by) {
    Place place = new Place(listener.address(), listener.port(), listener.token());
    String socket = by.send(diskStream(), place, Optional.empty()).toString();
    return new PrepareReply.Disk(socket, 0, Optional.empty());
  }

  private String diskStream() {
    return StreamTransport.disk(request.vm());
  }

  /** Tells the carrier of the memory's stream, if there is one. */
  private void tell(BiFunction<StreamTransport, String, News> word) {
    carrier().ifPresent(by -> heard(word.apply(by, request.vm())));
  }

  /** Tells the carrier of both streams. */
  private void tellOfAll(BiFunction<StreamTransport, String, News> word) {
    tell(word);
    if (disk) {
      carrier().ifPresent(by -> heard(word.apply(by, diskStream())));
    }
  }

  void passBegan(int pass) {
    tell((by, stream) -> by.passBegan(stream, pass));
  }

  /**
   * QEMU lifts its own limits for the stop-and-copy; the transport must not hold it to the last
   * one.
   */
  synchronized void entered(MigrationPhase phase) {
    if (phase instanceof MigrationPhase.StopAndCopy) {
      tellOfAll(StreamTransport::stopped);
      boolean limited = pace().isPresent();
      stopped = true;
      if (limited) {
        setPace();
      }
    } else if (phase instanceof MigrationPhase.PostCopy) {
      stopped = false;
      givenAway = true;
      roundRate = Optional.empty();
      setPace();
      tell(StreamTransport::postCopy);
    }
  }

  /** A limited stream is spread evenly by the transport. */
  synchronized void limitRate(Optional<BitRate> rate) {
    limit = rate;
    setPace();
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
    setPace();
  }

  private Optional<BitRate> pace() {
    return stopped ? Optional.empty() : roundRate.or(() -> limit);
  }

  private void setPace() {
    tellOfAll((by, stream) -> by.pace(stream, pace()));
  }

  /** {@return {@code cause}, with what the transport knows of it} */
  String explained(String cause) {
    tellOfAll(StreamTransport::look);
    synchronized (this) {
      return complaint
          .map(why -> "%s (%s: %s)".formatted(cause, request.transfer().transport(), why))
          .orElse(cause);
    }
  }

  private synchronized void heard(News news) {
    news.rounds().forEach(telemetry::relayed);
    if (complaint.isEmpty()) {
      complaint = news.complaint();
    }
  }

  /** The migration has ended; before its outcome is told, so that its last round is. */
  @Override
  public void close() {
    tellOfAll(StreamTransport::endSender);
  }
}
