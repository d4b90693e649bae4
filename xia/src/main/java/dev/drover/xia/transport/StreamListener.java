package dev.drover.xia.transport;

import dev.drover.xia.address.Dag;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.transport.StreamException.Reason;
import java.time.Duration;
import java.util.Optional;

/** Streams that are opened to a service. Safe for use by many threads. */
public final class StreamListener implements AutoCloseable {
  private final XiaStack stack;
  private final Identity service;
  private final Openings openings;

  StreamListener(XiaStack stack, Identity service, Openings openings) {
    this.stack = stack;
    this.service = service;
    this.openings = openings;
  }

  /**
   * Waits for a stream.
   *
   * @throws StreamException when this is closed, before or meanwhile
   */
  public StreamSocket accept() throws StreamException, InterruptedException {
    while (true) {
      Optional<StreamSocket> socket = accept(Duration.ofNanos(Long.MAX_VALUE));
      if (socket.isPresent()) {
        return socket.get();
      }
    }
  }

  /** {@return a stream, none when the time is up} */
  public Optional<StreamSocket> accept(Duration timeout)
      throws StreamException, InterruptedException {
    Optional<StreamSocket> socket = openings.accept(timeout.toNanos()).map(StreamSocket::new);
    if (socket.isEmpty() && openings.isClosed()) {
      throw new StreamException(Reason.CLOSED, "the listener is closed");
    }
    return socket;
  }

  /** {@return where the service can be reached now} */
  public Dag local() {
    return stack.network().address(service.sid());
  }

  /** No stream is opened any more; those that were accepted stay. */
  @Override
  public void close() {
    openings.close();
  }
}
