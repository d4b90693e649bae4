package dev.drover.xia.attach;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.link.LinkAddress;
import java.util.Optional;

/**
 * Where a host is.
 *
 * @param domain by its gateway, a neighbour on the link of number {@code port}
 * @param names of the name service, as the gateway says
 * @param carrier the host that carries this one, when it is a virtual machine and was told
 */
public record Place(
    Xid domain,
    Xid gateway,
    int port,
    LinkAddress gatewayAddress,
    Optional<Dag> names,
    Optional<Xid> carrier) {
  boolean sameGateway(Place other) {
    return domain.equals(other.domain)
        && gateway.equals(other.gateway)
        && port == other.port
        && gatewayAddress.equals(other.gatewayAddress);
  }

  /** {@return domain, gateway and carrier in one line} */
  public String text() {
    return domain + " " + gateway + carrier.map(host -> " " + host).orElse("");
  }

  Place on(Optional<Xid> host) {
    return new Place(domain, gateway, port, gatewayAddress, names, host);
  }
}
