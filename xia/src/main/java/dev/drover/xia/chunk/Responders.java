package dev.drover.xia.chunk;

import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.packet.Packet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long answers take, by who answers: with caches on the way, one stream has several round trip
 * times (notes 6.3). Estimates are RFC 6298's.
 */
final class Responders {
  private static final long LEAST_TIMEOUT = 50_000_000;
  private static final int MOST = 64;

  /** One that answers. */
  static final class Responder {
    long smoothed;
    private long variation;
    long heardAt;

    void sample(long rtt) {
      if (smoothed == 0) {
        smoothed = Math.max(1, rtt);
        variation = rtt / 2;
      } else {
        variation += (Math.abs(smoothed - rtt) - variation) / 4;
        smoothed += (rtt - smoothed) / 8;
      }
    }

    long timeout() {
      return Math.max(LEAST_TIMEOUT, smoothed + 4 * variation);
    }
  }

  private final Map<Xid, Responder> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Xid, Responder> eldest) {
          return size() > MOST;
        }
      };

  /** {@return the host that a response says it is from; without one, its content} */
  static Xid of(Packet packet) {
    int first = packet.destinationNodes();
    for (int node = first + packet.sourceNodes() - 2; node >= first; node--) {
      Xid xid = packet.node(node);
      if (xid.type() == XidType.HID) {
        return xid;
      }
    }
    return packet.sourceIntent();
  }

  Responder heard(Xid xid) {
    return known.computeIfAbsent(xid, _ -> new Responder());
  }

  /** {@return one that has answered before} */
  @Nullable Responder known(Xid xid) {
    Responder responder = known.get(xid);
    return responder == null || responder.smoothed == 0 ? null : responder;
  }

  /** {@return the longest timeout of all, or {@code otherwise} when nobody has answered yet} */
  long longestTimeout(long otherwise) {
    return known.values().stream()
        .filter(each -> each.smoothed > 0)
        .mapToLong(Responder::timeout)
        .max()
        .orElse(otherwise);
  }
}
