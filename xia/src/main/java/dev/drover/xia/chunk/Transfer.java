package dev.drover.xia.chunk;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A chunk on its way to a {@link ChunkFetcher}, which owns this and what is in it. */
final class Transfer {
  final Xid cid;
  final int length;

  /** Who waits for it. */
  final List<Fetch> fetches = new ArrayList<>();

  /** What was asked for and has not come. */
  final List<Inquiry> inquiries = new ArrayList<>();

  final Set<Xid> responders = new HashSet<>();

  /** The host that is to have it. */
  final Xid origin;

  private Dag anywhere;
  private Dag originAlone;

  Partial partial;

  /** Counts what is asked for anew from the begin; ranges of earlier rounds mean nothing. */
  int round;

  /** Only the origin is asked. */
  boolean originOnly;

  boolean started;
  boolean verifying;
  boolean ended;

  /** Tries in a row that nothing came of, and when the last one was counted. */
  int silent;

  long silentAt;
  long progressAt;

  /** How often it came with other content. */
  int falseTimes;

  /** How often something of it was asked for again. */
  int askedAgain;

  /** A length that somebody says it has instead, or 0. */
  int otherLength;

  /**
   * @param from where the origin is: the nodes before a service or content, all of them otherwise
   */
  Transfer(Dag from, Xid cid, int length) {
    this.cid = cid;
    this.length = length;
    this.partial = new Partial(0);
    Xid[] way = way(from);
    this.origin = way[way.length - 1];
    this.anywhere = Dag.fallback(cid, way);
    this.originAlone = alone(way);
  }

  /** {@return the nodes before a service or content, all of them otherwise} */
  static Xid[] way(Dag from) {
    int type = from.intent().type();
    boolean host = type == XidType.HID || type == XidType.AD;
    List<Xid> nodes = from.nodes();
    Xid[] way = nodes.subList(0, host ? nodes.size() : nodes.size() - 1).toArray(Xid[]::new);
    if (way.length == 0) {
      throw new IllegalArgumentException("no domain or host is in the origin " + from);
    }
    return way;
  }

  private Dag alone(Xid[] way) {
    Xid[] chain = Arrays.copyOf(way, way.length + 1);
    chain[way.length] = cid;
    return Dag.chain(chain);
  }

  /** The origin is still the same host, but is found another way. */
  void relocate(Xid[] way) {
    anywhere = Dag.fallback(cid, way);
    originAlone = alone(way);
    silent = 0;
  }

  void begin(long now) {
    partial = new Partial(length);
    responders.clear();
    started = true;
    verifying = false;
    progressAt = now;
    round++;
  }

  Dag destination() {
    return originOnly ? originAlone : anywhere;
  }
}
