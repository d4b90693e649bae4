package dev.drover.cli.reproduce.xialab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A cell of the paper's tables: over what, from where to where, and what the guest does. */
record Cell(Network network, Domain domain, Load load) {
  /** Over what the VM migrates and is asked. */
  enum Network {
    /** The service over TCP and UDP; QEMU's own connection. */
    TCP("tcp", "TCP/IP", "ip", "direct"),
    /** The service over XIA; the paper's exchange of chunks, one round after the other. */
    XIA_PAPER("xia-paper", "XIA, paper", "xia", "xia-paper"),
    /** The service over XIA; chunks announced and asked for without pauses. */
    XIA_FAST("xia-fast", "XIA, fast", "xia", "xia-fast"),
    /** Only for Fig. 5, as {@link #TCP} but through Drover's sender and receiver. */
    RELAY("relay", "TCP/IP, relay", "ip", "relay");

    private final String id;
    private final String title;
    private final String over;
    private final String transport;

    Network(String id, String title, String over, String transport) {
      this.id = id;
      this.title = title;
      this.over = over;
      this.transport = transport;
    }

    /** {@return its name in results} */
    String id() {
      return id;
    }

    String title() {
      return title;
    }

    /** {@return over what the guest is asked, as a lab's file says it} */
    String over() {
      return over;
    }

    /** {@return how the VM is sent, as {@code drover migrate --transport} takes it} */
    String transport() {
      return transport;
    }

    /**
     * {@return how it goes there and back before, so that what carries it has run} The paper's
     * exchange takes twice as long as the other, by the same programs.
     */
    String rehearsal() {
      return this == XIA_PAPER ? XIA_FAST.transport : transport;
    }

    /** {@return those of the paper's tables, which are compared} */
    static List<Network> compared() {
      return List.of(TCP, XIA_PAPER, XIA_FAST);
    }
  }

  /** Whether the VM stays in its administrative domain. */
  enum Domain {
    INTRA,
    INTER;

    String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What the guest does; it always answers questions too. */
  enum Load {
    CALCULATION("none", ""),
    /**
     * Works on files as dbench does. What writes more than links carry is hardly ever migrated by
     * pre-copy, so it is kept to a rate.
     */
    DBENCH("files", "32Mbit/s"),
    /**
     * Sends to itself, as the paper's netperf does for want of a peer over XIA. All it can would
     * leave an emulated guest no time for its service.
     */
    NETPERF("loopback", "200Mbit/s");

    private final String beside;
    private final String rate;

    Load(String beside, String rate) {
      this.beside = beside;
      this.rate = rate;
    }

    String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** {@return how much it moves at most, as a lab's file says it; empty where there is none} */
    String rate() {
      return rate;
    }

    /** {@return what it is beside the service, as a lab's file says it} */
    String beside() {
      return beside;
    }
  }

  /**
   * {@return how many times the VM goes there and back before} Where {@link Network#XIA_FAST} is
   * held against {@link Network#TCP}, until hardly anything is left to be compiled; a file load's
   * migrations carry twice as much.
   */
  int rehearsals() {
    boolean held = network == Network.TCP || network == Network.XIA_FAST;
    return held && load != Load.DBENCH ? 3 : 1;
  }

  /** {@return all cells of these, those that are compared one after the other} */
  static List<Cell> of(List<Network> networks, List<Domain> domains, List<Load> loads) {
    List<Cell> cells = new ArrayList<>();
    for (Load load : loads) {
      for (Domain domain : domains) {
        networks.forEach(network -> cells.add(new Cell(network, domain, load)));
      }
    }
    return cells;
  }

  /** {@return such as {@code xia-fast intra dbench}} */
  @Override
  public String toString() {
    return network.id() + " " + domain.id() + " " + load.id();
  }
}
