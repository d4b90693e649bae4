package dev.drover.sdn.control;

import dev.drover.sdn.openflow.Message;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A switch that has joined at least once, with the ports it has. */
final class Switch {
  final long datapathId;
  final String name;
  private final TreeMap<Long, SwitchPort> ports = new TreeMap<>();
  private @Nullable SwitchChannel channel;

  Switch(long datapathId, String name) {
    this.datapathId = datapathId;
    this.name = name;
  }

  boolean isConnected() {
    return channel != null;
  }

  /** {@return whether this very channel leads to it} */
  @SuppressWarnings("ReferenceEquality")
  boolean isAt(SwitchChannel other) {
    return channel == other;
  }

  void connect(SwitchChannel joined) {
    channel = joined;
  }

  void disconnect() {
    channel = null;
  }

  /**
   * Sends what {@code message} makes of an xid.
   *
   * @return the xid; 0 when the switch is not there and nothing was sent
   */
  int send(IntFunction<? extends Message> message) {
    SwitchChannel to = channel;
    if (to == null) {
      return 0;
    }
    int xid = to.nextXid();
    to.send(message.apply(xid));
    return xid;
  }

  Optional<SwitchPort> port(long number) {
    return Optional.ofNullable(ports.get(number));
  }

  @Nullable SwitchPort portOrNull(long number) {
    return ports.get(number);
  }

  void add(SwitchPort port) {
    ports.put(port.number, port);
  }

  /** Makes room: who is still there, but down, is known again when its switch speaks of it. */
  void forgetDown() {
    ports.values().removeIf(port -> !port.isUp());
  }

  /** Ends its connection, once what it sent has been dealt with. */
  void cutOff(String why) {
    if (channel != null) {
      channel.cutOff(why);
    }
  }

  /** {@return its ports, by number} */
  Collection<SwitchPort> ports() {
    return ports.values();
  }

  @Override
  public String toString() {
    return name;
  }
}
