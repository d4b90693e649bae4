package dev.drover.xia.transport;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import java.util.Optional;

/**
 * Knows where services are: a name service, a rendezvous. Asked when both ends of a stream have
 * moved at once and neither hears the other any more. What it says is only tried: the peer proves
 * itself by its signature before anything else goes there.
 */
@FunctionalInterface
public interface Locator {
  /** {@return where the service may be, if known; may block} */
  Optional<Dag> locate(Xid service);
}
