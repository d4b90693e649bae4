package dev.drover.agent.migration;

import dev.drover.agent.api.HttpAgentClient.Connector;
import dev.drover.agent.api.IncomingStatus;
import dev.drover.agent.api.IncomingStatus.Fate;
import dev.drover.agent.api.PeerAgent.SourceHello;
import dev.drover.agent.api.PrepareReply;
import dev.drover.agent.api.PrepareRequest;
import dev.drover.agent.api.VmStatus;
import dev.drover.agent.vm.DurableRecords;
import dev.drover.agent.vm.VmRegistry;
import dev.drover.agent.xia.XiaDaemon;
import dev.drover.calls.CallException;
import dev.drover.calls.CallException.Kind;
import dev.drover.hypervisor.VmState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The migrations of which this host is the destination, ended ones included. */
public final class Arrivals implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

  /** Ended migrations beyond this are forgotten when the agent starts, in no special order. */
  private static final int REMEMBERED = 2000;

  private final String dataAddress;
  private final VmRegistry vms;
  private final Connector peers;
  private final Transports transports;
  private final Optional<XiaDaemon> xia;
  private final Timing timing;
  private final DurableRecords<ArrivalRecord> records;
  private final Map<String, Arrival> arrivals = new ConcurrentHashMap<>();
  private final Thread sweeper = Thread.ofVirtual().name("arrivals").unstarted(this::sweep);

  /**
   * Reads nothing yet.
   *
   * @param dataAddress on which migrations arrive
   * @param xia of this host
   */
  public Arrivals(
      String dataAddress,
      Path directory,
      VmRegistry vms,
      Connector peers,
      Transports transports,
      Optional<XiaDaemon> xia,
      Timing timing) {
    this.dataAddress = dataAddress;
    this.vms = vms;
    this.peers = peers;
    this.transports = transports;
    this.xia = xia;
    this.timing = timing;
    this.records = new DurableRecords<>(directory.resolve("records/arrivals"), ArrivalRecord.class);
  }

  /** Goes on with what an earlier agent left; the VMs must have been adopted. */
  public void recover() {
    var known = records.load();
    int surplus = known.size() - REMEMBERED;
    for (ArrivalRecord arrival : known.values()) {
      String migration = arrival.request().migration();
      if (surplus > 0 && (arrival.done() || arrival.fate() == Fate.ABANDONED)) {
        records.delete(migration);
        surplus--;
      } else {
        Arrival recovered = arrival(arrival);
        arrivals.put(migration, recovered);
        try {
          recovered.recover();
        } catch (CallException e) {
          // The source asks for the take-over until it has worked.
          LOG.warn("{}: not recovered yet: {}", migration, e.getMessage());
        }
      }
    }
    sweeper.start();
  }

  private Arrival arrival(ArrivalRecord known) {
    return new Arrival(
        new Listener(dataAddress, transports, known.request()),
        vms,
        records,
        peers,
        xia,
        timing,
        known);
  }

  /**
   * Makes room for a VM and listens for it; repeated, it gives the same answer.
   *
   * @throws CallException refused, when there is no room or the VM's copy does not start
   */
  public PrepareReply prepare(PrepareRequest request) {
    String migration = request.migration();
    if (!DurableRecords.isKey(migration)) {
      throw new CallException(
          Kind.REFUSED, "migration id '" + migration + "' is not usable as a name");
    }
    transports.get(request.transfer().transport());
    ArrivalRecord first =
        new ArrivalRecord(request, Optional.empty(), Optional.empty(), Fate.PREPARED, false);
    return arrivals.computeIfAbsent(migration, _ -> arrival(first)).prepare();
  }

  /** Hears from the source; never refused. */
  public IncomingStatus hello(String migration, SourceHello hello) {
    Arrival arrival = arrivals.get(migration);
    if (arrival == null) {
      return new IncomingStatus(migration, Fate.UNKNOWN, VmState.GONE, false);
    }
    return arrival.hello(hello);
  }

  /** Keeps what a VM has signed for its new gateway; does nothing when none is received. */
  public void bring(String migration, String registration) {
    Arrival arrival = arrivals.get(migration);
    if (arrival != null) {
      arrival.bring(registration);
    }
  }

  /** Gives a copy up that has not been taken over; does nothing when there is none. */
  public void abandon(String migration) {
    Arrival arrival = arrivals.get(migration);
    if (arrival != null) {
      arrival.abandon("on request");
    }
  }

  /** Lets the VM run here; see {@link dev.drover.agent.api.AgentClient#takeOver}. */
  public VmStatus takeOver(String migration) {
    return get(migration).takeOver();
  }

  public PrepareReply listenAgain(String migration) {
    return get(migration).listenAgain();
  }

  /** The source holds nothing any more. */
  public void done(String migration) {
    Arrival arrival = arrivals.get(migration);
    if (arrival != null) {
      arrival.done();
    }
  }

  /** {@return whether a VM is being received} */
  public boolean busy() {
    return arrivals.values().stream().anyMatch(Arrival::open);
  }

  private Arrival get(String migration) {
    Arrival arrival = arrivals.get(migration);
    if (arrival == null) {
      throw new CallException(
          Kind.NOT_FOUND, "no migration '" + migration + "' was prepared on this host");
    }
    return arrival;
  }

  private void sweep() {
    try {
      while (true) {
        Thread.sleep(timing.heartbeat());
        for (Arrival arrival : List.copyOf(arrivals.values())) {
          try {
            arrival.check();
          } catch (RuntimeException e) {
            LOG.warn("arrival not checked: {}", e.getMessage());
          }
        }
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  @Override
  public void close() {
    sweeper.interrupt();
    Requests.join(sweeper);
  }
}
