package dev.drover.agent.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The flows that a host's VMs send and receive (S-CORE III-C), by source and by destination. It
 * outlives the switch's own, which forgets what is idle.
 *
 * <p>The paper divides what a flow carried by the time since it began, and clears flows when a
 * migration is decided. VMs of a host share flows, so one VM's decision would take the other's
 * history; here rates are means over a {@linkplain Window window} that slides, whoever decides what
 * and when, and flows go when they have long been idle.
 *
 * <p>64 bytes a flow and 5 to 10 for each index that is not shared: about 7 MB for 100,000 flows of
 * 100 sources. Adding to a flow allocates nothing. Safe to be used by several threads.
 */
public final class FlowTable {
  /** Told from no address, so that no key of {@link LongTable} is 0. */
  private static final long IS_ADDRESS = 1L << 32;

  private static final long IS_MAC = 1L << 48;

  private final int capacity;
  private final Window window;
  private final Hash hash = new Hash();
  private final Records records = new Records();
  private final Slots byKey = new Slots(this::hashOf);
  private final Chains bySource = Chains.bySource(records, hash);
  private final Chains byDestination = Chains.byDestination(records, hash);
  private final LongTable macs = new LongTable(hash);
  private long refused;

  /**
   * An empty table.
   *
   * @param window over which rates are means
   * @param capacity the most flows that it holds, up to 16,777,214: what guests send decides how
   *     many there would be
   */
  public FlowTable(Duration window, int capacity) {
    if (capacity < 1 || capacity > Slots.MAX_RECORDS) {
      throw new IllegalArgumentException(
          "capacity must be from 1 to " + Slots.MAX_RECORDS + ": " + capacity);
    }
    this.window = new Window(window);
    this.capacity = capacity;
  }

  /**
   * Adds bytes to a flow, and the flow if it is new.
   *
   * @param addresses as {@link FlowKey#addresses} has them
   * @param transport as {@link FlowKey#transport} has it
   * @param bytes more than were told before; 0 if none
   * @param seenMs when it last carried something
   * @return whether there was room
   */
  public synchronized boolean add(long addresses, long transport, long bytes, long seenMs) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes must not be negative: " + bytes);
    }
    long wanted = hash.of(addresses, transport);
    int place = find(addresses, transport, wanted);
    int record;
    if (byKey.isTaken(place)) {
      record = byKey.at(place);
    } else if (records.size() == capacity) {
      refused++;
      return false;
    } else {
      record = records.append();
      records.set(record, Records.ADDRESSES, addresses);
      records.set(record, Records.TRANSPORT, transport << Window.BITS | window.period());
      records.set(record, Records.START, seenMs);
      records.set(record, Records.SEEN, seenMs);
      byKey.put(place, wanted, record);
      bySource.link(record);
      byDestination.link(record);
    }
    count(record, transport, bytes, seenMs);
    return true;
  }

  /** As {@link #add(long, long, long, long)}. */
  public boolean add(FlowKey key, long bytes, long seenMs) {
    return add(
        FlowKey.addresses(key.source(), key.destination()),
        FlowKey.transport(key.protocol(), key.sourcePort(), key.destinationPort()),
        bytes,
        seenMs);
  }

  private void count(int record, long transport, long bytes, long seenMs) {
    if (bytes > 0) {
      int ago = periodsAgo(record);
      if (ago > 0) {
        long last = ago == 1 ? records.get(record, Records.CURRENT) : 0;
        records.set(record, Records.PREVIOUS, last);
        records.set(record, Records.CURRENT, 0);
        records.set(record, Records.TRANSPORT, transport << Window.BITS | window.period());
      }
      records.add(record, Records.BYTES, bytes);
      records.add(record, Records.CURRENT, bytes);
    }
    if (seenMs > records.get(record, Records.SEEN)) {
      records.set(record, Records.SEEN, seenMs);
    }
  }

  /** Takes note of the MAC address, 48 bits, that packets from {@code source} have. */
  public synchronized void learn(int source, long mac) {
    long key = keyOf(source);
    long value = (mac & (IS_MAC - 1)) | IS_MAC;
    long known = macs.get(key);
    if (known != value && (known != 0 || bySource.first(source) != Chains.END)) {
      macs.put(key, value);
    }
  }

  /** Takes note that all bytes that flowed until {@code nowMs} have been added. */
  public synchronized void countedUntil(long nowMs) {
    window.countedUntil(nowMs);
  }

  public synchronized int size() {
    return records.size();
  }

  private PeerRate peerRate(int peer, int record) {
    long start = records.get(record, Records.START);
    return new PeerRate(peer, rate(record), window.coveredMs(start));
  }

  /** A pair is known for as long as the first of its flows. */
  private static PeerRate together(PeerRate one, PeerRate other) {
    return new PeerRate(
        one.peer(),
        one.bytesPerSecond() + other.bytesPerSecond(),
        Math.max(one.measuredMs(), other.measuredMs()));
  }

  /** {@return how often a new flow found no room} */
  public synchronized long refused() {
    return refused;
  }

  /** {@return the MAC address of a source of flows, 48 bits} */
  public synchronized OptionalLong mac(int source) {
    long mac = macs.get(keyOf(source));
    return mac == 0 ? OptionalLong.empty() : OptionalLong.of(mac & IS_MAC - 1);
  }

  public synchronized Optional<Flow> flow(FlowKey key) {
    long addresses = FlowKey.addresses(key.source(), key.destination());
    long transport = FlowKey.transport(key.protocol(), key.sourcePort(), key.destinationPort());
    int place = find(addresses, transport, hash.of(addresses, transport));
    return byKey.isTaken(place) ? Optional.of(flow(byKey.at(place))) : Optional.empty();
  }

  /** {@return what {@code source} sends, newest flow first} */
  public synchronized List<Flow> from(int source) {
    return flows(bySource, source);
  }

  /** {@return what {@code destination} is sent, newest flow first} */
  public synchronized List<Flow> to(int destination) {
    return flows(byDestination, destination);
  }

  private List<Flow> flows(Chains chains, int address) {
    List<Flow> flows = new ArrayList<>();
    for (int at = chains.first(address); at != Chains.END; at = chains.next(at)) {
      flows.add(flow(at));
    }
    return flows;
  }

  /**
   * {@return what {@code address} exchanges with others, of those with whom it exchanges anything:
   * the aggregate throughput of III-F 1, most first}
   */
  public synchronized List<PeerRate> peers(int address) {
    Map<Integer, PeerRate> seen = new HashMap<>();
    for (int at = bySource.first(address); at != Chains.END; at = bySource.next(at)) {
      int peer = FlowKey.destination(records.get(at, Records.ADDRESSES));
      seen.merge(peer, peerRate(peer, at), FlowTable::together);
    }
    for (int at = byDestination.first(address); at != Chains.END; at = byDestination.next(at)) {
      int peer = FlowKey.source(records.get(at, Records.ADDRESSES));
      seen.merge(peer, peerRate(peer, at), FlowTable::together);
    }
    List<PeerRate> peers = new ArrayList<>(seen.values());
    peers.removeIf(rate -> rate.bytesPerSecond() <= 0 || rate.peer() == address);
    peers.sort(
        Comparator.comparingDouble(PeerRate::bytesPerSecond)
            .reversed()
            .thenComparing(PeerRate::peer, Integer::compareUnsigned));
    return peers;
  }

  /** Forgets flows that were last seen before {@code ms}; {@return how many} */
  public synchronized int clearOlderThan(long ms) {
    int kept = 0;
    int all = records.size();
    for (int i = 0; i < all; i++) {
      if (records.get(i, Records.SEEN) >= ms) {
        if (kept < i) {
          records.move(i, kept);
        }
        kept++;
      }
    }
    if (kept < all) {
      records.shrink(kept);
      index();
    }
    return all - kept;
  }

  /** Most is cleared at once or nothing, so all indices are made anew rather than mended. */
  private void index() {
    int size = records.size();
    byKey.clear(size);
    bySource.clear();
    byDestination.clear();
    for (int i = 0; i < size; i++) {
      long wanted = hashOf(i);
      int place = byKey.first(wanted);
      while (byKey.isTaken(place)) {
        place = byKey.next(place, wanted);
      }
      byKey.put(place, wanted, i);
      bySource.link(i);
      byDestination.link(i);
    }
    macs.retain((key, _) -> bySource.first((int) key) != Chains.END);
  }

  private static long keyOf(int address) {
    return (address & 0xffffffffL) | IS_ADDRESS;
  }

  private int find(long addresses, long transport, long wanted) {
    int place = byKey.first(wanted);
    while (byKey.isTaken(place) && !is(byKey.at(place), addresses, transport)) {
      place = byKey.next(place, wanted);
    }
    return place;
  }

  private boolean is(int record, long addresses, long transport) {
    return records.get(record, Records.ADDRESSES) == addresses
        && records.get(record, Records.TRANSPORT) >>> Window.BITS == transport;
  }

  private long hashOf(int record) {
    return hash.of(
        records.get(record, Records.ADDRESSES),
        records.get(record, Records.TRANSPORT) >>> Window.BITS);
  }

  private int periodsAgo(int record) {
    return window.ago((int) records.get(record, Records.TRANSPORT));
  }

  private double rate(int record) {
    return switch (periodsAgo(record)) {
      case 0 ->
          window.rate(records.get(record, Records.CURRENT), records.get(record, Records.PREVIOUS));
      case 1 -> window.rate(0, records.get(record, Records.CURRENT));
      default -> 0;
    };
  }

  private Flow flow(int record) {
    return new Flow(
        FlowKey.of(
            records.get(record, Records.ADDRESSES),
            records.get(record, Records.TRANSPORT) >>> Window.BITS),
        records.get(record, Records.BYTES),
        records.get(record, Records.START),
        records.get(record, Records.SEEN));
  }
}
