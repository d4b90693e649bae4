package dev.drover.sdn.control;

import dev.drover.sdn.api.Announcement;
import dev.drover.sdn.api.NetworkStatus;
import dev.drover.sdn.openflow.Message;
import dev.drover.sdn.openflow.Message.BarrierReply;
import dev.drover.sdn.openflow.Message.BarrierRequest;
import dev.drover.sdn.openflow.Message.EchoReply;
import dev.drover.sdn.openflow.Message.EchoRequest;
import dev.drover.sdn.openflow.Message.ErrorMessage;
import dev.drover.sdn.openflow.Message.FeaturesReply;
import dev.drover.sdn.openflow.Message.FeaturesRequest;
import dev.drover.sdn.openflow.Message.FlowMod;
import dev.drover.sdn.openflow.Message.FlowRemoved;
import dev.drover.sdn.openflow.Message.FlowStats;
import dev.drover.sdn.openflow.Message.FlowStatsReply;
import dev.drover.sdn.openflow.Message.FlowStatsRequest;
import dev.drover.sdn.openflow.Message.Hello;
import dev.drover.sdn.openflow.Message.PacketIn;
import dev.drover.sdn.openflow.Message.PacketOut;
import dev.drover.sdn.openflow.Message.Port;
import dev.drover.sdn.openflow.Message.PortDescReply;
import dev.drover.sdn.openflow.Message.PortDescRequest;
import dev.drover.sdn.openflow.Message.PortStatsReply;
import dev.drover.sdn.openflow.Message.PortStatsRequest;
import dev.drover.sdn.openflow.Message.PortStatus;
import dev.drover.sdn.openflow.Message.RoleReply;
import dev.drover.sdn.openflow.Message.RoleRequest;
import dev.drover.sdn.openflow.Message.SetConfig;
import dev.drover.sdn.openflow.Message.Unknown;
import dev.drover.sdn.openflow.Message.UnknownMultipart;
import dev.drover.sdn.openflow.OpenFlow;
import dev.drover.sdn.packet.Frame;
import dev.drover.sdn.packet.Frame.Lldp;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller. All its methods are for whoever holds its lock; none waits for anything.
 *
 * <p>Time is what {@link SwitchEvents} was told last.
 */
public final class Controller implements SwitchEvents {
  private static final Logger LOG = LoggerFactory.getLogger(Controller.class);

  /** A port status that says that the port is gone. */
  private static final int DELETED = 1;

  /** How many ports of a switch are known at most. */
  static final int MOST_PORTS = 16_384;

  private final boolean reroute;
  private final Switches switches;
  private final Discovery discovery;
  private final Hosts hosts = new Hosts();
  private final FlowTable table;
  private final Routes routes;
  private final Flows flows;
  private final Migrations migrations;
  private final Forwarding forwarding;
  private final Adoption adoption;
  private final Probes probes;
  private final Answers answers;
  private final Readings readings;
  private final Refusals refusals;
  private final NetworkReport report;
  private final Moves moves;
  private long now;

  /** Whether links or edges came or went since flows were looked after. */
  private boolean changed;

  /**
   * @param nonce of this run, drawn at random and kept secret: LLDP that does not know it is
   *     ignored
   */
  public Controller(ControllerSettings settings, long nonce) {
    this.reroute = settings.reroute();
    this.switches = new Switches(settings);
    this.discovery = new Discovery(settings.discovery().toNanos(), switches, nonce, new Topology());
    int run = Nonces.shown(nonce) & Cookie.NUMBER_MASK;
    this.table = new FlowTable(run);
    this.routes = new Routes(switches, settings);
    this.flows = new Flows(table, routes, settings);
    Flooding flooding = new Flooding(switches);
    this.probes = new Probes(hosts, flooding);
    long ofRun = Cookie.of(Cookie.OF_RUN, run);
    this.migrations = new Migrations(hosts, table, flows, routes, probes, ofRun);
    this.forwarding = new Forwarding(hosts, table, flows, migrations, flooding, probes);
    this.adoption = new Adoption(table, flows, hosts, probes);
    this.answers = new Answers(table, ofRun);
    this.readings = new Readings(settings.period().toNanos(), switches, table, adoption::isOpen);
    this.refusals = new Refusals(flows);
    this.report = new NetworkReport(settings, switches, hosts, routes, table);
    this.moves = new Moves(migrations, flows, routes, report);
  }

  @Override
  public void joined(SwitchChannel channel, FeaturesReply features, List<Port> ports, long nanos) {
    now = nanos;
    if (switches.isFull() && switches.find(features.datapathId()).isEmpty()) {
      switches.forgetLeft(inUse());
    }
    Switch joined = switches.known(features.datapathId());
    joined.connect(channel);
    routes.changed();
    Rules.base(joined);
    for (Port port : ports) {
      status(joined, port, false, false, nanos);
    }
    Rules.noneOfRuns(joined);
    answers.forget(joined);
    Readings.first(joined);
    migrations.joined(joined);
    mend(nanos);
  }

  /** {@return the switches that hosts are at or flows pass} */
  private Set<Switch> inUse() {
    Set<Switch> used = new HashSet<>();
    hosts.all().forEach(host -> used.add(host.place().owner));
    for (Flow flow : table.all()) {
      flow.path().ifPresent(path -> used.addAll(path.way.switches()));
      flow.left.forEach(path -> used.addAll(path.way.switches()));
    }
    return used;
  }

  @Override
  public void left(SwitchChannel channel, String why, long nanos) {
    now = nanos;
    Optional<Switch> gone =
        switches.find(channel.datapathId()).filter(known -> known.isAt(channel));
    if (gone.isEmpty()) {
      return;
    }
    Switch left = gone.get();
    left.disconnect();
    for (SwitchPort port : left.ports()) {
      discovery.down(port, left + " left");
      port.counted.restart();
    }
    routes.changed();
    adoption.left(left);
    flows.lost(left, nanos);
    mend(nanos);
    if (readings.left(left)) {
      periodEnded(nanos);
    }
  }

  @Override
  public void received(SwitchChannel channel, Message message, long nanos) {
    now = nanos;
    Optional<Switch> sender =
        switches.find(channel.datapathId()).filter(known -> known.isAt(channel));
    if (sender.isEmpty()) {
      return;
    }
    Switch from = sender.get();
    switch (message) {
      case PacketIn in -> {
        packet(from, in, nanos);
        if (changed) {
          mend(nanos);
        }
      }
      case FlowRemoved gone -> {
        if (Cookie.isOwn(gone.cookie())) {
          adoption.removed(from, gone);
          flows.removed(from, gone);
        }
      }
      case PortStatus status -> {
        if (status(from, status.port(), status.reason() == DELETED, true, nanos)) {
          mend(nanos);
        }
      }
      case PortStatsReply reply -> {
        if (readings.take(from, reply, nanos)) {
          periodEnded(nanos);
        }
      }
      case FlowStatsReply reply -> {
        for (FlowStats stats : reply.flows()) {
          adoption.take(from, stats);
          flows.count(stats, nanos);
        }
      }
      case BarrierReply reply -> flows.barrier(from, reply.xid(), nanos);
      case ErrorMessage error -> refusals.take(from, error, nanos);
      case Hello _,
          EchoRequest _,
          EchoReply _,
          FeaturesRequest _,
          FeaturesReply _,
          SetConfig _,
          PacketOut _,
          FlowMod _,
          BarrierRequest _,
          RoleRequest _,
          RoleReply _,
          PortDescRequest _,
          PortDescReply _,
          PortStatsRequest _,
          FlowStatsRequest _,
          Unknown _,
          UnknownMultipart _ -> {}
    }
  }

  private void packet(Switch from, PacketIn in, long nanos) {
    SwitchPort port = from.portOrNull(in.inPort());
    if (port == null) {
      return;
    }
    if (isLldp(in) && Frame.decode(in.data()).orElse(null) instanceof Lldp lldp) {
      discovery.heard(port, lldp, nanos);
    } else {
      forwarding.handle(port, in, nanos);
    }
  }

  private static boolean isLldp(PacketIn in) {
    return in.data().length() >= Frame.HEADER
        && (in.data().at(Frame.HEADER - 2) << Byte.SIZE | in.data().at(Frame.HEADER - 1))
            == Frame.LLDP;
  }

  /**
   * A port is there, or changed, or is gone.
   *
   * @return whether it went up or down
   */
  private boolean status(Switch owner, Port said, boolean gone, boolean plugged, long nanos) {
    if (said.number() == 0 || said.number() >= OpenFlow.MAX_PORT) {
      return false;
    }
    SwitchPort port = owner.portOrNull(said.number());
    if (port == null) {
      if (gone || !hasRoom(owner)) {
        return false;
      }
      port = new SwitchPort(owner, said);
      owner.add(port);
    }
    port.take(said, !gone);
    boolean up = !gone && said.isUp();
    if (up && !port.isUp()) {
      discovery.up(port, plugged, nanos);
      return true;
    }
    if (!up && port.isUp()) {
      discovery.down(port, port + (gone ? " is gone" : " is down"));
      port.counted.restart();
      return true;
    }
    return false;
  }

  /** {@return whether one more port may be known; otherwise the switch is cut off} */
  private static boolean hasRoom(Switch owner) {
    if (owner.ports().size() >= MOST_PORTS) {
      owner.forgetDown();
    }
    if (owner.ports().size() < MOST_PORTS) {
      return true;
    }
    owner.cutOff("it has more than " + MOST_PORTS + " ports");
    return false;
  }

  private void mend(long nanos) {
    changed = false;
    migrations.mend(nanos);
    flows.mend(nanos);
    adoption.changed();
    forwarding.retry(nanos);
  }

  private void periodEnded(long nanos) {
    routes.update();
    migrations.counted(nanos);
    if (reroute) {
      moves.periodEnded(nanos);
    }
    adoption.periodEnded(nanos);
    probes.periodEnded();
    answers.periodEnded();
    hosts.tidy(nanos);
  }

  @Override
  public void tick(long nanos) {
    now = nanos;
    discovery.tick(nanos);
    if (changed) {
      mend(nanos);
    }
    if (readings.tick(nanos)) {
      periodEnded(nanos);
    }
    flows.tick(nanos);
    adoption.tick(nanos);
    probes.tick(nanos);
  }

  /** {@return the network as it is known now} */
  public NetworkStatus status() {
    return report.status();
  }

  /**
   * Reserves the routes of a migration about to begin. Announcing the same one again changes
   * nothing and tells what is reserved. An end that nothing was seen of yet is asked for: the
   * refusal says whether trying again may help.
   *
   * @throws AnnouncementRefused when it says something impossible, an end is not known, there is no
   *     way, or another announcement has its ends and port
   */
  public Announcement.Reserved announce(Announcement announcement) {
    return migrations.announce(announcement, now);
  }

  /** Releases what was reserved for a migration; one that is not known is no fault. */
  public void withdraw(String migration) {
    migrations.withdraw(migration);
  }

  /** What discovery finds changes the ways there are. */
  private final class Topology implements Discovery.Listener {
    @Override
    public void linkUp(Link link) {
      LOG.info("link {} is up", link);
      routes.add(link);
      changed = true;
    }

    @Override
    public void linkDown(Link link, String why) {
      LOG.info("link {} is down: {}", link, why);
      routes.remove(link);
      changed = true;
    }

    @Override
    public void edge(SwitchPort port) {
      changed = true;
    }

    @Override
    public void noEdge(SwitchPort port) {
      List<Host> gone = hosts.forget(port);
      migrations.forgotten(gone);
      for (Host host : gone) {
        if (host.station.known) {
          List.copyOf(host.flows).forEach(flows::drop);
        } else {
          adoption.undo(List.copyOf(host.flows), now);
        }
      }
    }
  }
}
