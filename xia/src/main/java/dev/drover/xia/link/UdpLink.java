package dev.drover.xia.link;

import dev.drover.xia.packet.Packet;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A link over one interface: datagrams to port 13781, the prototype's, of neighbours' link-local
 * addresses, and of the group {@code ff02::c0de} for all of them.
 *
 * <p>A socket bound to an address hears no group, so there is one for each. A third one is sent
 * from, from any port: a virtual thread that sends makes its socket one that never waits in the
 * kernel, which would cost each packet that is received two more system calls.
 */
public final class UdpLink implements Link {
  /** The prototype's, for packets within UDP. */
  public static final int PORT = 13_781;

  /** What fits frames of 1,500 bytes well: twelve fragments, filled. */
  public static final int DEFAULT_PACKET = 12 * (1500 - 40 - 8) - 8;

  private static final Logger LOG = System.getLogger(UdpLink.class.getName());

  /** Of link-local scope. */
  private static final byte[] GROUP = HexFormat.of().parseHex("ff02000000000000000000000000c0de");

  private static final int RECEIVED_BYTES = 4 << 20;

  /**
   * Counted as the kernel does, twice and with its own needs: 170 kB of frames. Whoever sends then
   * waits, before a queue of 256 KiB behind the socket drops some frames of many packets.
   */
  private static final int SENT_BYTES = 128 << 10;

  /** What any link can be told to carry. */
  private static final int MOST = 65_000;

  private final NetworkInterface device;
  private final LinkAddress address;
  private final int largestPacket;
  private final DatagramChannel own;
  private final DatagramChannel group;
  private final DatagramChannel out;
  private final InetSocketAddress everyone;

  /** Strangers may be answered, so their addresses are not kept for ever. */
  private static final int MOST_NEIGHBOURS = 4096;

  private final Map<LinkAddress, InetSocketAddress> neighbours = new ConcurrentHashMap<>();
  private final List<Thread> threads;
  private volatile Receiver receiver = (_, _, _) -> {};

  private UdpLink(
      NetworkInterface device, Inet6Address address, int largestPacket, InetSocketAddress everyone)
      throws IOException {
    this.device = device;
    this.address = new LinkAddress(address.getAddress());
    this.largestPacket = largestPacket;
    this.everyone = everyone;
    this.own = DatagramChannel.open(StandardProtocolFamily.INET6);
    this.group = DatagramChannel.open(StandardProtocolFamily.INET6);
    this.out = DatagramChannel.open(StandardProtocolFamily.INET6);
    for (DatagramChannel each : List.of(own, group)) {
      each.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      each.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVED_BYTES);
    }
    out.setOption(StandardSocketOptions.SO_SNDBUF, SENT_BYTES);
    out.setOption(StandardSocketOptions.IP_MULTICAST_IF, device);
    out.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, false);
    out.bind(new InetSocketAddress(address, 0));
    own.bind(new InetSocketAddress(address, PORT));
    group.bind(everyone);
    group.join(everyone.getAddress(), device);
    this.threads =
        List.of(
            Thread.ofPlatform()
                .daemon()
                .name("link " + device.getName())
                .unstarted(() -> receive(own)),
            Thread.ofPlatform()
                .daemon()
                .name("link " + device.getName() + " all")
                .unstarted(() -> receive(group)));
  }

  /**
   * Opens a link over an interface that is up and has a link-local address.
   *
   * @param largestPacket in bytes, 1,280 to 65,000
   * @throws LinkException when that cannot be
   */
  public static UdpLink open(String name, int largestPacket) {
    if (largestPacket < 1280 || largestPacket > MOST) {
      throw new IllegalArgumentException(
          "the largest packet must be 1280 to " + MOST + " bytes, not " + largestPacket);
    }
    try {
      Reassembly.limit();
      NetworkInterface device = NetworkInterface.getByName(name);
      if (device == null) {
        throw new LinkException("there is no interface " + name);
      }
      Inet6Address address =
          device
              .inetAddresses()
              .filter(each -> each instanceof Inet6Address && each.isLinkLocalAddress())
              .map(Inet6Address.class::cast)
              .findFirst()
              .orElseThrow(() ->
                  new LinkException(
                      "interface "
                          + name
                          + " has no IPv6 link-local address; set it up with IPv6 enabled"));
      Inet6Address all = Inet6Address.getByAddress(null, GROUP, device.getIndex());
      return new UdpLink(device, address, largestPacket, new InetSocketAddress(all, PORT));
    } catch (SocketException e) {
      throw new LinkException("interface " + name + " cannot be looked at: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new LinkException(
          "no link over interface " + name + ": " + e.getMessage() + "; is port 13781 taken?", e);
    }
  }

  @Override
  public String name() {
    return device.getName();
  }

  @Override
  public LinkAddress address() {
    return address;
  }

  @Override
  public int largestPacket() {
    return largestPacket;
  }

  @Override
  public void start(Receiver hears) {
    receiver = hears;
    threads.forEach(Thread::start);
  }

  private void receive(DatagramChannel channel) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(MOST + 1);
    while (channel.isOpen()) {
      try {
        buffer.clear();
        if (channel.receive(buffer) instanceof InetSocketAddress from
            && from.getAddress() instanceof Inet6Address sender) {
          buffer.flip();
          byte[] bytes = new byte[buffer.remaining()];
          buffer.get(bytes);
          LinkAddress neighbour = new LinkAddress(sender.getAddress());
          if (!neighbour.equals(address)) {
            receiver.receive(bytes, bytes.length, neighbour);
          }
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "link {0}: nothing received: {1}", name(), e.getMessage());
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "link " + name() + ": a packet was not taken", e);
      }
    }
  }

  @Override
  public void send(Packet packet, LinkAddress to) {
    InetSocketAddress known = neighbours.get(to);
    if (known == null) {
      if (neighbours.size() >= MOST_NEIGHBOURS) {
        neighbours.clear();
      }
      known = socketAddress(to);
      neighbours.put(to, known);
    }
    send(packet, known);
  }

  private InetSocketAddress socketAddress(LinkAddress neighbour) {
    try {
      InetAddress scoped = Inet6Address.getByAddress(null, neighbour.bytes(), device.getIndex());
      return new InetSocketAddress(scoped, PORT);
    } catch (UnknownHostException e) {
      throw new AssertionError("16 bytes are an address", e);
    }
  }

  @Override
  public void broadcast(Packet packet) {
    send(packet, everyone);
  }

  private void send(Packet packet, InetSocketAddress to) {
    try {
      out.send(ByteBuffer.wrap(packet.array(), 0, packet.size()), to);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "link {0}: a packet is lost: {1}", name(), e.getMessage());
    }
  }

  @Override
  public void close() {
    boolean interrupted = false;
    try {
      out.close();
      own.close();
      group.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "link {0}: closing: {1}", name(), e.getMessage());
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
