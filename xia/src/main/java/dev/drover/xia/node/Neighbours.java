package dev.drover.xia.node;

import dev.drover.xia.address.Xid;
import dev.drover.xia.link.LinkAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Under which address each neighbour is reached, by link. Only signed statements put something in.
 * Safe for use by many threads.
 */
public final class Neighbours {
  private final List<Map<Xid, LinkAddress>> byPort;

  Neighbours(int ports) {
    this.byPort =
        IntStream.range(0, ports)
            .<Map<Xid, LinkAddress>>mapToObj(_ -> new ConcurrentHashMap<>())
            .toList();
  }

  public Optional<LinkAddress> address(int port, Xid neighbour) {
    return Optional.ofNullable(byPort.get(port).get(neighbour));
  }

  /** {@return who has this address on any link} */
  public Optional<Xid> at(LinkAddress address) {
    return byPort.stream()
        .flatMap(known -> known.entrySet().stream())
        .filter(each -> each.getValue().equals(address))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  public void put(int port, Xid neighbour, LinkAddress address) {
    byPort.get(port).put(neighbour, address);
  }

  public void remove(int port, Xid neighbour) {
    byPort.get(port).remove(neighbour);
  }

  /** {@return a copy, by the identifiers' text} */
  public Map<String, LinkAddress> list(int port) {
    Map<String, LinkAddress> all = new TreeMap<>();
    byPort.get(port).forEach((xid, address) -> all.put(xid.toString(), address));
    return all;
  }
}
