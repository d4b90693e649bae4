package dev.drover.sdn.control;

import dev.drover.model.unit.BitRate;
import dev.drover.sdn.packet.Frame.Lldp;
import java.util.Optional;

/**
 * Which ports are joined, from LLDP (IEEE 802.1AB) sent out of each at every interval. A link is
 * one that frames cross both ways; it is gone after {@link #MISSED} intervals without one. A port
 * at which none came for long enough is an edge: hosts are behind it.
 */
final class Discovery {
  static final int MISSED = 3;

  /** Intervals until a port that came up is an edge. */
  static final int EDGE_AFTER_UP = 2;

  /**
   * Intervals until a port that had LLDP is an edge. More than {@link #MISSED}: a link so full that
   * it loses LLDP would look like two edges, and frames flooded to one come in at the other.
   */
  static final int EDGE_AFTER_LLDP = 10;

  /** Who is told. Links that go down are told after they are down. */
  interface Listener {
    void linkUp(Link link);

    void linkDown(Link link, String why);

    /** From here on hosts are learned there. */
    void edge(SwitchPort port);

    /** Switches are behind the port after all. */
    void noEdge(SwitchPort port);
  }

  private final long interval;
  private final Switches switches;
  private final Nonces nonces;
  private final Listener listener;
  private long sentAt;
  private long tickedAt;
  private boolean ticked;

  Discovery(long interval, Switches switches, long secret, Listener listener) {
    this.interval = interval;
    this.switches = switches;
    this.nonces = new Nonces(secret);
    this.listener = listener;
  }

  /**
   * A port can be used from now on.
   *
   * @param plugged whether it was down, or not there, while its switch was
   */
  void up(SwitchPort port, boolean plugged, long nanos) {
    port.setUp(true);
    port.plugged = plugged;
    port.ups++;
    port.upSince = nanos;
    port.nonce = nonces.of(port);
    port.hearNobody();
    port.hadLldp = false;
    port.edge = false;
    send(port);
  }

  /** A port cannot be used any more, for whatever reason. */
  void down(SwitchPort port, String why) {
    port.setUp(false);
    port.edge = false;
    port.hearNobody();
    port.link().ifPresent(link -> drop(link, why));
  }

  /**
   * LLDP of a controller has come in. What this run did not send out of a port now up is passed
   * over.
   */
  void heard(SwitchPort at, Lldp lldp, long nanos) {
    Optional<SwitchPort> sender = switches.port(lldp.datapathId(), lldp.port());
    if (!at.isUp() || sender.isEmpty()) {
      return;
    }
    SwitchPort from = sender.get();
    if (!from.isUp() || lldp.token() != from.nonce || from == at) {
      return;
    }
    if (at.link().isPresent() && at.link().get().across(at) != from) {
      // Several switches behind one port: the link that was there first stays while it is heard.
      return;
    }
    boolean first = at.heardFrom().isEmpty();
    at.hear(from, nanos);
    at.edge = false;
    if (first) {
      listener.noEdge(at);
    }
    if (at.link().isEmpty() && from.link().isEmpty() && hears(from, at, nanos)) {
      join(at, from);
    }
  }

  private boolean hears(SwitchPort port, SwitchPort other, long nanos) {
    return port.heardFrom().filter(from -> from == other).isPresent()
        && nanos - port.heardAt <= MISSED * interval + interval / 2
        && port.owner != other.owner;
  }

  private void join(SwitchPort one, SwitchPort other) {
    boolean ordered = switches.order().compare(one.owner, other.owner) < 0;
    SwitchPort left = ordered ? one : other;
    SwitchPort right = ordered ? other : one;
    Link link = new Link(left, right, capacity(left, right));
    left.join(link);
    right.join(link);
    listener.linkUp(link);
  }

  private BitRate capacity(SwitchPort left, SwitchPort right) {
    return switches.rate(left.owner, right.owner).orElseGet(() -> slower(left, right));
  }

  /** {@return what both ports can do; where neither says, {@link Switches#UNKNOWN_RATE}} */
  private static BitRate slower(SwitchPort left, SwitchPort right) {
    BitRate one = left.speed();
    BitRate other = right.speed();
    if (one.equals(BitRate.ZERO) && other.equals(BitRate.ZERO)) {
      return Switches.UNKNOWN_RATE;
    }
    return one.equals(BitRate.ZERO) || (other.compareTo(one) < 0 && !other.equals(BitRate.ZERO))
        ? other
        : one;
  }

  private void drop(Link link, String why) {
    link.goDown();
    link.left.part();
    link.right.part();
    listener.linkDown(link, why);
  }

  /** Sends what is due and gives up what was not heard of. */
  void tick(long nanos) {
    forgiveStandstill(nanos);
    if (nanos - sentAt >= interval) {
      sentAt = nanos;
      for (Switch each : switches.all()) {
        for (SwitchPort port : each.ports()) {
          if (port.isUp()) {
            send(port);
          }
        }
      }
    }
    for (Switch each : switches.all()) {
      for (SwitchPort port : each.ports()) {
        if (port.isUp()) {
          age(port, nanos);
        }
      }
    }
  }

  /** When the controller itself stood still, nothing was missed. */
  private void forgiveStandstill(long nanos) {
    long passed = nanos - tickedAt;
    if (!ticked) {
      ticked = true;
      sentAt = nanos - interval;
    } else if (passed > interval) {
      for (Switch each : switches.all()) {
        for (SwitchPort port : each.ports()) {
          port.heardAt = later(port.heardAt, passed, nanos);
          port.upSince = later(port.upSince, passed, nanos);
        }
      }
    }
    tickedAt = nanos;
  }

  /** {@return the time {@code passed} after another, but none to come} */
  private static long later(long time, long passed, long nanos) {
    return nanos - Math.max(0, nanos - time - passed);
  }

  private void age(SwitchPort port, long nanos) {
    // Half an interval more: the last of those that are missed has had time to arrive.
    long silent = nanos - (port.heardFrom().isPresent() ? port.heardAt : port.upSince);
    if (port.link().isPresent() && silent > MISSED * interval + interval / 2) {
      drop(port.link().get(), "no LLDP at " + port + " in " + MISSED + " intervals");
    }
    long enough = (port.heardFrom().isPresent() ? EDGE_AFTER_LLDP : EDGE_AFTER_UP) * interval;
    if (!port.edge && silent >= enough) {
      port.hearNobody();
      port.edge = true;
      listener.edge(port);
    }
  }

  private void send(SwitchPort port) {
    int seconds = (int) Math.min(0xffff, Math.max(1, MISSED * interval / 1_000_000_000L));
    Rules.output(
        port, Lldp.of(port.mac, port.owner.datapathId, port.number, port.nonce).encode(seconds));
  }
}
