package dev.drover.cli.reproduce.xialab;

import dev.drover.cli.reproduce.xialab.Cell.Domain;
import dev.drover.model.unit.Bytes;

/**
 * The labs that are measured in, Fig. 1 of the paper: HOST_A {@code a} and HOST_B {@code b} at one
 * router, or each at its own; the client HOST_C {@code c} where the VM comes from.
 */
final class CellLab {
  static final String NAME = "xia-cell";
  static final String VM = "vm";
  static final String SOURCE = "a";
  static final String DESTINATION = "b";

  /** What a queue holds at either end of a link. */
  static final String BUFFER = "256KiB";

  /**
   * Jumbo frames, as data centres have. A packet of XIA is large and goes in fragments of this,
   * which take the machine's processors, where TCP's segments pass a lab's links together.
   */
  static final int MTU = 9000;

  private CellLab() {}

  static String yaml(Cell cell, Scale scale) {
    boolean intra = cell.domain() == Domain.INTRA;
    return """
    name: %s
    probing: 1ms
    mtu: %d
    routers: %s
    hosts: [{name: a, memory: 1GiB}, {name: b, memory: 1GiB}]
    clients: [{name: c}]
    links:
    %s%s%s%svms:
      - {name: %s, host: a, memory: %s%s, workload: {kind: calculation, client: c, asks: %d, over: %s, beside: %s%s}}
    xia: {names: a}
    """
        .formatted(
            NAME,
            MTU,
            intra
                ? "[{name: r1, domain: ad1}]"
                : "[{name: r1, domain: ad1}, {name: r2, domain: ad2}]",
            link("a", "r1", scale),
            link("c", "r1", scale),
            intra ? "" : link("r1", "r2", scale),
            link("b", intra ? "r1" : "r2", scale),
            VM,
            scale.memory(),
            disk(scale),
            scale.asks(),
            cell.network().over(),
            cell.load().beside(),
            rate(cell.load()));
  }

  private static String link(String one, String other, Scale scale) {
    return "  - {ends: [%s, %s], rate: %s, buffer: %s}\n"
        .formatted(one, other, scale.rate(), BUFFER);
  }

  private static String rate(Cell.Load load) {
    return load.rate().isEmpty() ? "" : ", rate: " + load.rate();
  }

  private static String disk(Scale scale) {
    return scale.disk().equals(Bytes.ZERO)
        ? ""
        : ", disk: {size: %s, written: %s}".formatted(scale.disk(), scale.written());
  }
}
