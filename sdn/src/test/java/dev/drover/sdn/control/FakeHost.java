package dev.drover.sdn.control;

import dev.drover.sdn.openflow.Octets;
import dev.drover.sdn.packet.Frame;
import dev.drover.sdn.packet.Frame.Arp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A host of {@link FakeNetwork}: keeps what it gets, answers ARP for itself. */
final class FakeHost {
  final String name;
  final long mac;
  final int address;
  final List<Octets> received = new ArrayList<>();

  /** MACs by address, from ARP. */
  final Map<Integer, Long> neighbours = new TreeMap<>();

  private final FakeNetwork network;
  private FakeSwitch at;
  private long port;

  FakeHost(FakeNetwork network, String name, int address, FakeSwitch at, long port) {
    this.network = network;
    this.name = name;
    this.mac = 0x0200_0000_0000L | (address & 0xffff_ffffL);
    this.address = address;
    this.at = at;
    this.port = port;
  }

  void send(Octets frame) {
    network.transmit(at, port, frame);
  }

  void askFor(int wanted) {
    send(Arp.request(mac, address, wanted).encode());
  }

  /** Says where it is, as a guest's kernel does. */
  void announce() {
    send(Arp.request(mac, address, address).encode());
  }

  /** Is somewhere else from now on, at a port that may be new; it says nothing of it. */
  void moveTo(FakeSwitch there, long otherPort) {
    at.unplug(port, this);
    at = there;
    port = otherPort;
    there.plug(otherPort, this);
  }

  void receive(Octets frame) {
    received.add(frame);
    if (Frame.decode(frame).orElseThrow() instanceof Arp arp) {
      if (arp.operation() == Arp.REQUEST && arp.targetAddress() == address && !arp.isGratuitous()) {
        send(arp.reply(mac).encode());
      }
      if (arp.operation() == Arp.REPLY && arp.destination() == mac) {
        neighbours.put(arp.senderAddress(), arp.senderMac());
      }
    }
  }

  /** {@return how often it got the packet of this id} */
  long count(long id) {
    return received.stream()
        .filter(frame -> frame.length() > 42 && typeOf(frame) == Frame.IPV4)
        .filter(frame -> Packets.id(frame) == id)
        .count();
  }

  /** {@return how many frames of a type it got} */
  long countOf(int type) {
    return received.stream().filter(frame -> typeOf(frame) == type).count();
  }

  private static int typeOf(Octets frame) {
    return frame.at(12) << 8 | frame.at(13);
  }
}
