package dev.drover.sdn.control;

import dev.drover.sdn.openflow.Match;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one rule each way forwards: all packets between two hosts, or a TCP connection's. The source
 * is who began.
 */
final class Flow {
  /** No port: all of them. TCP has no port 0. */
  static final int ANY_PORT = 0;

  private static final int MOST_COMPLAINTS = 16;

  final Host source;
  final Host destination;

  /** The connecting side's, or {@link #ANY_PORT}. */
  final int sourcePort;

  /** The listening side's, or {@link #ANY_PORT} when this is a pair. */
  final int destinationPort;

  private final Match there;
  private final Match back;

  /** Whether its rules stay though nothing passes: reserved before the first packet. */
  boolean reserved;

  /** When a switch last refused one of its rules. */
  private long refusedAt;

  private boolean refused;
  private final Set<Integer> complaints = new HashSet<>(2);

  private @Nullable FlowPath path;
  private @Nullable Reservation reservation;

  /** Paths that it had before, whose rules are still there. */
  final List<FlowPath> left = new ArrayList<>(1);

  /** Whether its rules are to be set anew once there is a way. */
  boolean waiting;

  final FlowCount sent = new FlowCount();
  final FlowCount returned = new FlowCount();

  private Flow(Host source, int sourcePort, Host destination, int destinationPort) {
    this.source = source;
    this.destination = destination;
    this.sourcePort = sourcePort;
    this.destinationPort = destinationPort;
    if (isPair()) {
      this.there = Match.ipv4(source.address, destination.address);
      this.back = Match.ipv4(destination.address, source.address);
    } else {
      OptionalInt from = sourcePort == ANY_PORT ? OptionalInt.empty() : OptionalInt.of(sourcePort);
      OptionalInt to = OptionalInt.of(destinationPort);
      this.there = Match.tcp(source.address, from, destination.address, to);
      this.back = Match.tcp(destination.address, to, source.address, from);
    }
  }

  static Flow pair(Host source, Host destination) {
    return new Flow(source, ANY_PORT, destination, ANY_PORT);
  }

  static Flow connection(Host source, int sourcePort, Host destination, int destinationPort) {
    return new Flow(source, sourcePort, destination, destinationPort);
  }

  boolean isPair() {
    return destinationPort == ANY_PORT;
  }

  Match match(boolean backward) {
    return backward ? back : there;
  }

  int priority() {
    return isPair() ? Rules.PAIR_PRIORITY : Rules.CONNECTION_PRIORITY;
  }

  long cookie(FlowPath on, int hop, boolean backward) {
    return Cookie.of(isPair() ? Cookie.PAIR : Cookie.CONNECTION, on.number)
        | (on.isFirst(hop, backward) ? Cookie.FIRST : 0)
        | (backward ? Cookie.BACK : 0);
  }

  /** {@return a number that is this flow's whatever else happens: for ECMP} */
  long hash() {
    return ((long) source.address << 32 | (destination.address & 0xffff_ffffL))
        ^ ((long) sourcePort << 16 | destinationPort) * 0x9E3779B97F4A7C15L;
  }

  Optional<FlowPath> path() {
    return Optional.ofNullable(path);
  }

  @Nullable FlowPath pathOrNull() {
    return path;
  }

  void follow(FlowPath now) {
    path = now;
  }

  /** {@return whether its rules lead from where its source is to where its destination is} */
  boolean isInPlace() {
    FlowPath now = path;
    return now != null
        && now.source == source.place()
        && now.destination == destination.place()
        && now.isIntact();
  }

  Optional<Reservation> reservation() {
    return Optional.ofNullable(reservation);
  }

  void belongTo(Reservation announced) {
    reservation = announced;
    reserved = sourcePort == ANY_PORT;
  }

  void release() {
    reservation = null;
    reserved = false;
  }

  void refuse(long nanos) {
    refused = true;
    refusedAt = nanos;
  }

  boolean wasRefusedWithin(long time, long nanos) {
    return refused && nanos - refusedAt < time;
  }

  /** {@return whether this is the first complaint of its kind, and worth telling} */
  boolean complain(int kind) {
    return complaints.size() < MOST_COMPLAINTS && complaints.add(kind);
  }

  /** {@return the connection as segments of a direction name it; empty for a pair} */
  String connection(boolean backward) {
    if (isPair()) {
      return "";
    }
    String from = sourcePort == ANY_PORT ? "*" : Integer.toString(sourcePort);
    return backward ? "tcp " + destinationPort + ">" + from : "tcp " + from + ">" + destinationPort;
  }

  @Override
  public String toString() {
    return Addresses.text(source.address)
        + "→"
        + Addresses.text(destination.address)
        + (isPair() ? "" : " " + connection(false));
  }
}
