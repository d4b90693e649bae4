package dev.drover.xia.attach;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import java.util.ArrayList;
import java.util.List;

/** How a host's address names the place where it is. */
public enum AddressForm {
  /** Domain → host. Routers need a route for each host of their domain, virtual or not. */
  FLAT {
    @Override
    List<Xid> way(Place place, Xid self) {
      return List.of(place.domain(), self);
    }
  },
  /**
   * Domain → carrier → virtual machine, where there is a carrier. Only the carrier needs a route
   * for its virtual machine.
   */
  NESTED {
    @Override
    List<Xid> way(Place place, Xid self) {
      List<Xid> way = new ArrayList<>(List.of(place.domain()));
      place.carrier().ifPresent(way::add);
      way.add(self);
      return way;
    }
  };

  abstract List<Xid> way(Place place, Xid self);

  /** {@return the address of {@code intent} on the host {@code self}} */
  Dag address(Place place, Xid self, Xid intent) {
    List<Xid> nodes = new ArrayList<>(way(place, self));
    if (!intent.equals(self)) {
      nodes.add(intent);
    }
    return Dag.chain(nodes.toArray(Xid[]::new));
  }
}
