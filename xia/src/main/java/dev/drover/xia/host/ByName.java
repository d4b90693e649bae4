package dev.drover.xia.host;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.name.Lookup;
import dev.drover.xia.name.Name;
import dev.drover.xia.name.NameClient;
import dev.drover.xia.transport.Locator;
import dev.drover.xia.transport.StreamException;
import dev.drover.xia.transport.StreamException.Reason;
import dev.drover.xia.transport.StreamSocket;
import dev.drover.xia.transport.XiaStack;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Streams to services by their names, which are asked again when both ends of a stream have moved
 * at once. Safe for use by many threads.
 */
public final class ByName implements Locator {
  private static final int MOST = 1024;

  private final XiaStack streams;
  private final NameClient names;

  /** The names by which services were found; which was longest not of use goes first. */
  private final Map<Xid, Name> found =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Xid, Name> eldest) {
              return size() > MOST;
            }
          });

  /** Streams of {@code streams} are told where services are from now on. */
  public ByName(XiaStack streams, NameClient names) {
    this.streams = streams;
    this.names = names;
    streams.locateWith(this);
  }

  /**
   * Opens a stream to the service that has this name, as nobody in particular.
   *
   * @throws StreamException when nobody has it, or nothing answers there
   */
  public StreamSocket connect(Name name, Duration timeout)
      throws StreamException, InterruptedException {
    Dag service =
        switch (names.lookup(name)) {
          case Lookup.Found(Dag address) -> address;
          case Lookup.NotFound _ ->
              throw new StreamException(Reason.NO_ANSWER, "nobody has the name " + name);
          case Lookup.Unavailable(String why) -> throw new StreamException(Reason.NO_ANSWER, why);
        };
    found.put(service.intent(), name);
    try {
      return streams.connect(service, timeout);
    } catch (StreamException e) {
      names.forget(name);
      throw e;
    }
  }

  @Override
  public Optional<Dag> locate(Xid service) {
    Name name = found.get(service);
    if (name == null) {
      return Optional.empty();
    }
    names.forget(name);
    try {
      return names.lookup(name) instanceof Lookup.Found(Dag address)
          ? Optional.of(address)
          : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
