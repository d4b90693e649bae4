package dev.drover.sdn.control;

import dev.drover.model.unit.BitRate;
import dev.drover.sdn.openflow.Message.Port;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A port of a switch, what discovery knows of it, and what it carried. */
final class SwitchPort {
  private static final long KILO = 1000;

  final Switch owner;
  final long number;
  final long mac;
  final Counted counted = new Counted();

  private long kbps;
  private boolean present;
  private boolean up;

  /** What this port's LLDP frames carry since it came up. */
  long nonce;

  /** How often it came up. */
  int ups;

  long upSince;

  /** Whether it came up after its switch had joined. */
  boolean plugged;

  /** Whose LLDP came in here last, since the port came up. */
  private @Nullable SwitchPort heardFrom;

  long heardAt;

  /** Whether LLDP ever came in here since the port came up: no host was behind it then. */
  boolean hadLldp;

  /** Whether frames that come in here are from hosts. */
  boolean edge;

  private @Nullable Link link;

  SwitchPort(Switch owner, Port port) {
    this.owner = owner;
    this.number = port.number();
    this.mac = port.mac();
  }

  /** Takes what the switch says of it; a port that is gone may come back. */
  void take(Port port, boolean there) {
    present = there;
    kbps = port.currentKbps() > 0 ? port.currentKbps() : port.maxKbps();
  }

  boolean isPresent() {
    return present;
  }

  /** {@return its speed as the switch says it; zero when it says none} */
  BitRate speed() {
    return BitRate.ofBitsPerSecond(kbps * KILO);
  }

  /** {@return whether frames pass and the switch can be told about them} */
  boolean isUp() {
    return up;
  }

  void setUp(boolean now) {
    up = now;
  }

  Optional<SwitchPort> heardFrom() {
    return Optional.ofNullable(heardFrom);
  }

  void hear(SwitchPort from, long nanos) {
    heardFrom = from;
    heardAt = nanos;
    hadLldp = true;
  }

  void hearNobody() {
    heardFrom = null;
  }

  Optional<Link> link() {
    return Optional.ofNullable(link);
  }

  void join(Link joined) {
    link = joined;
  }

  void part() {
    link = null;
  }

  @Override
  public String toString() {
    return owner.name + ":" + number;
  }
}
