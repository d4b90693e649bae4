package dev.drover.sdn.control;

import dev.drover.model.unit.BitRate;
import dev.drover.sdn.api.NetworkStatus;
import dev.drover.sdn.api.NetworkStatus.HostStatus;
import dev.drover.sdn.api.NetworkStatus.LinkStatus;
import dev.drover.sdn.api.NetworkStatus.PathStatus;
import dev.drover.sdn.api.NetworkStatus.SwitchStatus;
import dev.drover.sdn.control.ControllerSettings.NamedHost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The network as it is shown to people. */
final class NetworkReport {
  private final String routing;
  private final Map<Integer, NamedHost> named = new HashMap<>();
  private final Switches switches;
  private final Hosts hosts;
  private final Routes routes;
  private final FlowTable table;

  NetworkReport(
      ControllerSettings settings, Switches switches, Hosts hosts, Routes routes, FlowTable table) {
    this.routing = settings.routing().name();
    this.switches = switches;
    this.hosts = hosts;
    this.routes = routes;
    this.table = table;
    for (NamedHost host : settings.hosts()) {
      Addresses.parse(host.address()).ifPresent(address -> named.put(address, host));
    }
  }

  NetworkStatus status() {
    List<PathStatus> paths = new ArrayList<>();
    for (Flow flow : table.all()) {
      flow.path().ifPresent(path -> paths(flow, path, paths));
    }
    return new NetworkStatus(
        routing,
        switches.all().stream().map(NetworkReport::status).toList(),
        routes.links().stream().map(this::status).toList(),
        hosts.all().stream().map(this::status).toList(),
        paths);
  }

  private static SwitchStatus status(Switch known) {
    return new SwitchStatus(
        known.name,
        known.datapathId,
        known.isConnected(),
        (int) known.ports().stream().filter(SwitchPort::isPresent).count());
  }

  private LinkStatus status(Link link) {
    return new LinkStatus(
        link.left.owner.name,
        link.left.number,
        link.right.owner.name,
        link.right.number,
        link.capacity,
        link.left.counted.sentRate(),
        link.right.counted.sentRate(),
        routes.isTaken(link));
  }

  private HostStatus status(Host host) {
    SwitchPort place = host.place();
    return new HostStatus(
        name(host),
        Addresses.text(host.address),
        host.station.known ? Addresses.macText(host.station.mac) : "",
        place.owner.name,
        place.number,
        capacity(host),
        /* sent= */ place.counted.receivedRate(),
        /* received= */ place.counted.sentRate());
  }

  private String name(Host host) {
    NamedHost known = named.get(host.address);
    return known == null ? Addresses.text(host.address) : known.name();
  }

  /** {@return what a host's link can carry: as configured, else as its port says, else zero} */
  BitRate capacity(Host host) {
    NamedHost known = named.get(host.address);
    return known == null || known.rate().equals(BitRate.ZERO) ? host.place().speed() : known.rate();
  }

  /** Adds the directions whose rules are all there. */
  private void paths(Flow flow, FlowPath path, List<PathStatus> to) {
    String migration = flow.reservation().map(reservation -> reservation.migration).orElse("");
    if (path.isWhole(false)) {
      to.add(
          new PathStatus(
              name(flow.source),
              name(flow.destination),
              flow.connection(false),
              path.way.names(),
              flow.sent.bytes(),
              flow.sent.rate(),
              migration));
    }
    if (path.isWhole(true)) {
      to.add(
          new PathStatus(
              name(flow.destination),
              name(flow.source),
              flow.connection(true),
              path.way.names().reversed(),
              flow.returned.bytes(),
              flow.returned.rate(),
              migration));
    }
  }
}
