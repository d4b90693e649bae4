package dev.drover.xia.packet;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.InvalidDag;
import dev.drover.xia.address.Xid;
import java.nio.ByteBuffer;

/**
 * A packet: the XIP header (notes 1.5), then its payload, in one array.
 *
 * <pre>
 *  0 version 1 │ 1 next header │ 2 payload length (2) │ 4 hop limit │ 5 destination nodes │
 *  6 source nodes │ 7 last │ 8 destination, source: 28 bytes a node │ payload
 * </pre>
 *
 * <p>What a router changes is changed in place: hop limit, last node, marks at edges. Whoever has a
 * packet owns it; it is not safe for use by several threads.
 */
public final class Packet {
  public static final int FIXED_BYTES = 8;
  public static final int VERSION = 1;
  public static final int DEFAULT_HOP_LIMIT = 250;

  /** No destination node was reached yet. */
  public static final int AT_SOURCE = -1;

  /** More nodes than this no side of an address may have. */
  private static final int MAX_NODES = Dag.MAX_NODES;

  private static final int NEXT = 1;
  private static final int LENGTH = 2;
  private static final int HOPS = 4;
  private static final int DESTINATIONS = 5;
  private static final int SOURCES = 6;
  private static final int LAST = 7;

  private final byte[] array;
  private final ByteBuffer bytes;
  private final int size;

  private Packet(byte[] array, int size) {
    this.array = array;
    this.bytes = ByteBuffer.wrap(array);
    this.size = size;
  }

  /**
   * {@return a packet that is yet to leave its source}
   *
   * @param payload from its position to its limit, at most 65,535 bytes; not moved
   */
  public static Packet of(Dag destination, Dag source, int nextHeader, ByteBuffer payload) {
    return of(destination, source, nextHeader, DEFAULT_HOP_LIMIT, payload);
  }

  /** As the other, with a hop limit of 0 to 255. */
  public static Packet of(
      Dag destination, Dag source, int nextHeader, int hopLimit, ByteBuffer payload) {
    if (payload.remaining() > 0xFFFF) {
      throw new IllegalArgumentException(
          "a payload must have at most 65535 bytes, not " + payload.remaining());
    }
    int header = headerBytes(destination, source);
    byte[] array = new byte[header + payload.remaining()];
    ByteBuffer bytes = ByteBuffer.wrap(array);
    bytes.put(0, (byte) VERSION);
    bytes.put(NEXT, (byte) nextHeader);
    bytes.putShort(LENGTH, (short) payload.remaining());
    bytes.put(HOPS, (byte) hopLimit);
    bytes.put(DESTINATIONS, (byte) destination.nodes().size());
    bytes.put(SOURCES, (byte) source.nodes().size());
    bytes.put(LAST, (byte) AT_SOURCE);
    destination.write(bytes, FIXED_BYTES);
    source.write(bytes, FIXED_BYTES + destination.wireBytes());
    bytes.put(header, payload, payload.position(), payload.remaining());
    return new Packet(array, array.length);
  }

  /** {@return how long the header of a packet between these is} */
  public static int headerBytes(Dag destination, Dag source) {
    return FIXED_BYTES + destination.wireBytes() + source.wireBytes();
  }

  /**
   * Takes bytes from the network over. All that forwarding relies on is checked; whether the
   * addresses are whole graphs only {@link #destination()} and {@link #source()} say.
   *
   * @param size of the packet, from the array's begin; what follows it is padding of the link
   * @throws MalformedPacket when it is no packet
   */
  public static Packet parse(byte[] array, int size) {
    if (size < FIXED_BYTES) {
      throw new MalformedPacket("it has " + size + " bytes, less than a header");
    }
    ByteBuffer bytes = ByteBuffer.wrap(array);
    if (bytes.get(0) != VERSION) {
      throw new MalformedPacket("its version is " + (bytes.get(0) & 0xFF) + ", not 1");
    }
    int destinations = bytes.get(DESTINATIONS) & 0xFF;
    int sources = bytes.get(SOURCES) & 0xFF;
    if (destinations < 1 || destinations > MAX_NODES || sources < 1 || sources > MAX_NODES) {
      throw new MalformedPacket(
          "its addresses have %d and %d nodes; 1 to 20 each".formatted(destinations, sources));
    }
    int whole =
        FIXED_BYTES + Dag.NODE_BYTES * (destinations + sources) + (bytes.getShort(LENGTH) & 0xFFFF);
    if (whole > size) {
      throw new MalformedPacket("it says it has " + whole + " bytes but " + size + " came");
    }
    int last = bytes.get(LAST);
    if (last < AT_SOURCE || last >= destinations) {
      throw new MalformedPacket("its last node is " + last + " of " + destinations);
    }
    Packet packet = new Packet(array, whole);
    packet.checkEdges(FIXED_BYTES, destinations);
    packet.checkEdges(FIXED_BYTES + Dag.NODE_BYTES * destinations, sources);
    return packet;
  }

  /** Each leads to a later node, the source's to any: no packet can go in circles within it. */
  private void checkEdges(int at, int nodes) {
    for (int node = 0; node < nodes; node++) {
      int first = node == nodes - 1 ? 0 : node + 1;
      for (int slot = 0; slot < Dag.MAX_EDGES; slot++) {
        int edge = bytes.get(at + node * Dag.NODE_BYTES + Xid.BYTES + slot) & Dag.NO_EDGE;
        if (edge != Dag.NO_EDGE && (edge < first || edge >= nodes)) {
          throw new MalformedPacket("node " + node + " has an edge to " + edge + " of " + nodes);
        }
      }
    }
  }

  /** {@return the array; the packet is its first {@link #size()} bytes} */
  public byte[] array() {
    return array;
  }

  public int size() {
    return size;
  }

  public int nextHeader() {
    return bytes.get(NEXT) & 0xFF;
  }

  public int hopLimit() {
    return bytes.get(HOPS) & 0xFF;
  }

  public void hopLimit(int hops) {
    bytes.put(HOPS, (byte) hops);
  }

  public int destinationNodes() {
    return bytes.get(DESTINATIONS);
  }

  public int sourceNodes() {
    return bytes.get(SOURCES);
  }

  /** {@return the destination node that was reached last, or {@link #AT_SOURCE}} */
  public int last() {
    return bytes.get(LAST);
  }

  public void last(int node) {
    bytes.put(LAST, (byte) node);
  }

  /** {@return whether the intent itself was reached} */
  public boolean arrived() {
    return last() == destinationNodes() - 1;
  }

  /**
   * {@return where an edge of the node that was reached last leads to, or {@link Dag#NO_EDGE}; the
   * intent has none}
   *
   * @param slot 0 is preferred
   */
  public int edge(int slot) {
    // In the intent's place stand the source's.
    return arrived() ? Dag.NO_EDGE : bytes.get(edgeAt(slot)) & Dag.NO_EDGE;
  }

  /** Marks an edge of the node that was reached last, which is not the intent, as taken. */
  public void take(int slot) {
    int at = edgeAt(slot);
    bytes.put(at, (byte) (bytes.get(at) | Dag.TAKEN));
  }

  /** Is again at a node that was reached before; the edges taken since then are not. */
  public void back(int node) {
    int now = last();
    last(node);
    while (last() < now) {
      int next = untake();
      if (next > now) {
        break;
      }
      last(next);
    }
    last(node);
  }

  /** {@return where the edge led that was marked; {@link Dag#NO_EDGE} when none was} */
  private int untake() {
    for (int slot = 0; slot < Dag.MAX_EDGES; slot++) {
      int at = edgeAt(slot);
      int edge = bytes.get(at) & 0xFF;
      if (edge != Dag.NO_EDGE && (edge & Dag.TAKEN) != 0) {
        bytes.put(at, (byte) (edge & ~Dag.TAKEN));
        return edge & ~Dag.TAKEN;
      }
    }
    return Dag.NO_EDGE;
  }

  private int edgeAt(int slot) {
    int node = last() < 0 ? destinationNodes() - 1 : last();
    return FIXED_BYTES + node * Dag.NODE_BYTES + Xid.BYTES + slot;
  }

  /** {@return where a destination node's identifier stands in the array} */
  public int nodeAt(int node) {
    return FIXED_BYTES + node * Dag.NODE_BYTES;
  }

  /** {@return the identifier of a destination node} */
  public Xid node(int node) {
    return Xid.read(bytes, nodeAt(node));
  }

  /** {@return the buffer that {@link #nodeAt} is about, to read without an object for it} */
  public ByteBuffer buffer() {
    return bytes;
  }

  /** {@return what it is for} */
  public Xid intent() {
    return node(destinationNodes() - 1);
  }

  /** {@return what the answer is for} */
  public Xid sourceIntent() {
    return node(destinationNodes() + sourceNodes() - 1);
  }

  /**
   * {@return the address that it goes to}
   *
   * @throws MalformedPacket when that is no address
   */
  public Dag destination() {
    return dag(FIXED_BYTES, destinationNodes());
  }

  /**
   * {@return the address that it comes from}
   *
   * @throws MalformedPacket when that is no address
   */
  public Dag source() {
    return dag(FIXED_BYTES + Dag.NODE_BYTES * destinationNodes(), sourceNodes());
  }

  private Dag dag(int at, int nodes) {
    try {
      return Dag.read(bytes, at, nodes);
    } catch (InvalidDag e) {
      throw new MalformedPacket("its address is none: " + e.getMessage());
    }
  }

  public int headerBytes() {
    return FIXED_BYTES + Dag.NODE_BYTES * (destinationNodes() + sourceNodes());
  }

  /** {@return a view of what follows the header, big-endian, from 0 to its limit} */
  public ByteBuffer payload() {
    return bytes.slice(headerBytes(), size - headerBytes());
  }

  /** {@return a packet of its own with the same bytes} */
  public Packet copy() {
    byte[] same = new byte[size];
    bytes.get(0, same);
    return new Packet(same, size);
  }
}
