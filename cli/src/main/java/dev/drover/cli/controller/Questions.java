package dev.drover.cli.controller;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * The packets of one switch that the controller has been asked about. A question is answered when
 * both have come: a flow mod that adds a flow from its source to its destination, by MAC or
 * address, and a packet-out of its frame to the destination's port. What else the controller sends
 * with them, such as the flow of the other direction, is counted and makes no second answer.
 */
final class Questions {
  // Offsets in a flow mod and in a packet-out.
  private static final int COMMAND = 25;
  private static final int FLAGS = 44;
  private static final int ACTIONS_LENGTH = 16;
  private static final int ACTIONS = 24;
  private static final int OUTPUT_PORT = ACTIONS + 4;

  private static final int OXM_ETH_DST = 0x8000_0606;
  private static final int OXM_ETH_SRC = 0x8000_0806;
  private static final int OXM_IPV4_SRC = 0x8000_1604;
  private static final int OXM_IPV4_DST = 0x8000_1804;
  private static final int SEND_FLOW_REMOVED = 1;

  private static final int HAS_FLOW = 1;
  private static final int HAS_PACKET = 2;
  private static final int ANSWERED = HAS_FLOW | HAS_PACKET;
  private static final int FREE = -1;

  private final Hosts hosts;
  private final HostPairs pairs;
  private final FlowMemory flows;

  // Slot by slot; a tag is the question's number times the slots, plus the slot.
  private final int[] state;
  private final int[] tags;
  private final int[] sources;
  private final int[] destinations;
  private final long[] askedAt;
  private int number;

  private Histogram latencies = new Histogram(3);
  private boolean goesOn;
  private boolean counts;
  private int open;
  private long answered;
  private long unanswered;
  private long flowMods;

  /**
   * No questions yet.
   *
   * @param slots how many can be open at once
   */
  Questions(Hosts hosts, HostPairs pairs, FlowMemory flows, int slots) {
    this.hosts = hosts;
    this.pairs = pairs;
    this.flows = flows;
    this.state = new int[slots];
    this.tags = new int[slots];
    this.sources = new int[slots];
    this.destinations = new int[slots];
    this.askedAt = new long[slots];
    Arrays.fill(state, FREE);
  }

  /** {@return questions without an answer yet} */
  int open() {
    return open;
  }

  long answered() {
    return answered;
  }

  /** {@return given up} */
  long unanswered() {
    return unanswered;
  }

  long flowMods() {
    return flowMods;
  }

  /** Asks {@code window} questions at once, and a new one for each answer until {@link #stop}. */
  void begin(int window, ByteBuffer out, long nanos) {
    goesOn = true;
    for (int slot = 0; slot < window; slot++) {
      askNext(slot, out, nanos);
    }
  }

  void stop() {
    goesOn = false;
    counts = false;
  }

  /** From now on answers are counted, and their latencies put into {@code latencies}. */
  void count(Histogram latencies) {
    this.latencies = latencies;
    counts = true;
    answered = 0;
    unanswered = 0;
    flowMods = 0;
  }

  /** Asks about one packet; {@code slot} is free. */
  void ask(int slot, int source, int destination, ByteBuffer out, long nanos) {
    number++;
    state[slot] = 0;
    tags[slot] = number * state.length + slot;
    sources[slot] = source;
    destinations[slot] = destination;
    askedAt[slot] = nanos;
    open++;
    hosts.send(source, destination, tags[slot], out);
  }

  private void askNext(int slot, ByteBuffer out, long nanos) {
    pairs.advance();
    ask(slot, pairs.source(), pairs.destination(), out, nanos);
  }

  boolean isFree(int slot) {
    return state[slot] == FREE;
  }

  /** Gives up what was asked before {@code since}, and asks something else instead. */
  void giveUp(long since, ByteBuffer out, long nanos) {
    for (int slot = 0; slot < state.length; slot++) {
      if (state[slot] != FREE && askedAt[slot] - since < 0) {
        unanswered++;
        free(slot, out, nanos);
      }
    }
  }

  private void free(int slot, ByteBuffer out, long nanos) {
    state[slot] = FREE;
    open--;
    if (goesOn) {
      askNext(slot, out, nanos);
    }
  }

  void flowMod(ByteBuffer in, int at, int length, ByteBuffer out, long nanos) {
    if (in.get(at + COMMAND) != 0) {
      return;
    }
    int end = at + FlowMemory.MATCH + (in.getShort(at + FlowMemory.MATCH + 2) & 0xffff);
    if (end > at + length) {
      throw new IllegalStateException("the controller sent a flow mod that is cut short");
    }
    int source = FREE;
    int destination = FREE;
    for (int field = at + FlowMemory.MATCH + 4; field + 4 < end; ) {
      int header = in.getInt(field);
      switch (header) {
        case OXM_ETH_SRC -> source = Hosts.host(in.getShort(field + 8));
        case OXM_ETH_DST -> destination = Hosts.host(in.getShort(field + 8));
        case OXM_IPV4_SRC -> source = Hosts.host(in.getShort(field + 6));
        case OXM_IPV4_DST -> destination = Hosts.host(in.getShort(field + 6));
        default -> {
          // Any other field narrows the flow and does not say whose it is.
        }
      }
      field += 4 + (header & 0xff);
    }
    if (source < 0 || destination < 0) {
      return;
    }
    flowMods++;
    if ((in.getShort(at + FLAGS) & SEND_FLOW_REMOVED) != 0) {
      flows.add(in, at, out);
    }
    for (int slot = 0; slot < state.length; slot++) {
      if (state[slot] != FREE && sources[slot] == source && destinations[slot] == destination) {
        came(slot, HAS_FLOW, out, nanos);
      }
    }
  }

  void packetOut(ByteBuffer in, int at, int length, ByteBuffer out, long nanos) {
    int data = at + ACTIONS + (in.getShort(at + ACTIONS_LENGTH) & 0xffff);
    if (at + length - data < Hosts.TAG + 4 || data < at + OUTPUT_PORT + 4) {
      return;
    }
    int tag = in.getInt(data + Hosts.TAG);
    int slot = Math.floorMod(tag, state.length);
    if (state[slot] == FREE
        || tags[slot] != tag
        || in.getShort(at + ACTIONS) != 0
        || in.getInt(at + OUTPUT_PORT) != hosts.port(destinations[slot])) {
      return;
    }
    came(slot, HAS_PACKET, out, nanos);
  }

  private void came(int slot, int what, ByteBuffer out, long nanos) {
    state[slot] |= what;
    if (state[slot] == ANSWERED) {
      if (counts) {
        answered++;
        latencies.recordValue(nanos - askedAt[slot]);
      }
      free(slot, out, nanos);
    }
  }
}
