package dev.drover.sdn.control;

import dev.drover.sdn.control.Flooding.Said;
import dev.drover.sdn.packet.Frame;
import dev.drover.sdn.packet.Frame.Arp;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Asks where addresses are that rules of an earlier run name and nobody has been heard from. A
 * question is an ARP probe as of RFC 5227: its sender's address is 0, so that no host learns
 * anything of it, and the answer comes to the controller as all ARP does.
 */
final class Probes {
  /** Who asks: a locally administered MAC, "DRVR". */
  static final long MAC = 0x0244_5256_5200L;

  static final int PER_SECOND = 200;

  private final Hosts hosts;
  private final Flooding flooding;
  private final Allowance allowance = new Allowance(PER_SECOND);

  /** What is to be asked for, who waits longest first. */
  private final Set<Integer> wanted = new LinkedHashSet<>();

  Probes(Hosts hosts, Flooding flooding) {
    this.hosts = hosts;
    this.flooding = flooding;
  }

  /** Asks for an address soon, unless somebody was heard from there. */
  void want(int address) {
    if (Hosts.isHostAddress(address) && !isKnown(address) && wanted.size() < Hosts.MOST) {
      wanted.add(address);
    }
  }

  private boolean isKnown(int address) {
    Host host = hosts.find(address);
    return host != null && host.station.known;
  }

  /** A period has passed: who has flows by rules alone is asked for again. */
  void periodEnded() {
    for (Host host : hosts.all()) {
      if (!host.flows.isEmpty()) {
        want(host.address);
      }
    }
  }

  void tick(long nanos) {
    for (Iterator<Integer> each = wanted.iterator(); each.hasNext(); ) {
      int address = each.next();
      if (isKnown(address)) {
        each.remove();
        continue;
      }
      Said said = new Said(Frame.ARP, Arp.REQUEST, MAC, 0, address);
      if (flooding.wasFlooded(said, nanos)) {
        continue;
      }
      if (!allowance.take(nanos)) {
        return;
      }
      each.remove();
      flooding.once(said, null, Arp.request(MAC, 0, address).encode(), nanos);
    }
  }
}
