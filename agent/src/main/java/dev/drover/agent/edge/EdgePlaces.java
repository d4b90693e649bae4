package dev.drover.agent.edge;

import dev.drover.agent.api.AgentConfig;
import dev.drover.agent.api.EdgeAgent;
import dev.drover.agent.api.EdgeAgent.Answer;
import dev.drover.agent.api.EdgeAgent.Claim;
import dev.drover.agent.api.HttpEdgeClient;
import dev.drover.agent.api.VmSpec;
import dev.drover.agent.api.VmStatus.Role;
import dev.drover.agent.net.Stragglers;
import dev.drover.agent.vm.VmPlaces;
import dev.drover.agent.vm.VmRecord;
import dev.drover.calls.CallException;
import dev.drover.calls.CallException.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the host's own router where its VMs are. It is told as soon as a VM runs here and not
 * before, so that nothing has to be taken back when one does not; and it is told until it has
 * understood.
 */
public final class EdgePlaces implements VmPlaces {
  private static final Logger LOG = LoggerFactory.getLogger(EdgePlaces.class);

  private static final Duration RETRY = Duration.ofMillis(100);

  /** How often a router is told to expect a VM: its agent may have been started anew. */
  private static final Duration REMINDER = Duration.ofSeconds(2);

  /** For how long the router is asked whether a VM that has left is known to be elsewhere. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Above what a neighbour takes to ask anew for a MAC that does not answer (arp(7)). */
  private static final Duration FORWARDING = Duration.ofSeconds(30);

  private final String host;
  private final EdgeAgent edge;
  private final Stragglers stragglers;
  private final Map<String, Change> latest = new HashMap<>();

  /** That a VM came, stayed or left: what follows from one ends with the next. */
  private static final class Change {}

  EdgePlaces(String host, EdgeAgent edge, Stragglers stragglers) {
    this.host = host;
    this.edge = edge;
    this.stragglers = stragglers;
  }

  /** {@return what tells the edge of the configuration; nothing is told where it has none} */
  public static VmPlaces of(AgentConfig config) {
    return config
        .edge()
        .<VmPlaces>map(access -> {
          Stragglers stragglers = new Stragglers(config.nic().bridge(), access.gateway());
          stragglers.clear();
          return new EdgePlaces(
              config.host(),
              HttpEdgeClient.connector(config.tls()).connect(access.agent()),
              stragglers);
        })
        .orElse(VmPlaces.FLAT);
  }

  @Override
  public void expect(VmSpec vm) {
    Change coming = change(vm.address());
    start(
        "expect " + vm.name(),
        () -> {
          while (isLatest(vm.address(), coming)) {
            try {
              edge.prepare(claim(vm, 1));
            } catch (CallException e) {
              LOG.warn("vm {} is not prepared for at the edge: {}", vm.name(), e.getMessage());
            }
            Thread.sleep(REMINDER);
          }
        });
  }

  @Override
  public void here(VmSpec vm, long sequence, Owner owner) {
    change(vm.address());
    start("announce " + vm.name(), () -> announce(vm, sequence, owner));
  }

  private void announce(VmSpec vm, long first, Owner owner) throws InterruptedException {
    long sequence = first;
    do {
      try {
        Answer answer = edge.announce(claim(vm, sequence));
        if (answer.accepted()) {
          LOG.info("vm {} is found here, sequence {}", vm.name(), sequence);
          return;
        }
        OptionalLong higher = owner.outbid(answer.current().sequence());
        if (higher.isEmpty()) {
          return;
        }
        sequence = higher.getAsLong();
      } catch (CallException e) {
        LOG.warn("vm {} is not found here yet: {}", vm.name(), e.getMessage());
        if (e.kind() != Kind.UNREACHABLE) {
          return;
        }
        Thread.sleep(RETRY);
      }
    } while (owner.owns());
  }

  private Claim claim(VmSpec vm, long sequence) {
    return new Claim(vm.address(), vm.mac(), sequence, host);
  }

  @Override
  public void gone(VmRecord last) {
    Change left = change(last.spec().address());
    if (last.role() == Role.SOURCE) {
      start("forward " + last.spec().name(), () -> forward(last.spec(), left));
    } else {
      forget(last.spec(), left);
    }
  }

  /** Not before the router sends it elsewhere: it would come back, again and again. */
  private void forward(VmSpec vm, Change left) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!elsewhere(vm.address())) {
      if (System.nanoTime() > end) {
        LOG.warn("vm {} has left, and the edge does not know where to", vm.name());
        forget(vm, left);
        return;
      }
      Thread.sleep(RETRY);
    }
    synchronized (this) {
      if (isLatest(vm.address(), left)) {
        stragglers.begin(vm.address(), vm.mac());
      }
    }
    Thread.sleep(FORWARDING);
    forget(vm, left);
  }

  private synchronized void forget(VmSpec vm, Change last) {
    if (isLatest(vm.address(), last)) {
      stragglers.end(vm.address());
      latest.remove(vm.address());
    }
  }

  private boolean elsewhere(String address) {
    try {
      return !edge.mapping(address).host().equals(host);
    } catch (CallException e) {
      return false;
    }
  }

  /** A VM that comes back has its MAC to itself before it sends. */
  private synchronized Change change(String address) {
    Change change = new Change();
    latest.put(address, change);
    stragglers.end(address);
    return change;
  }

  private synchronized boolean isLatest(String address, Change change) {
    return latest.get(address) == change;
  }

  private static void start(String name, Task task) {
    Thread.ofVirtual()
        .name(name)
        .start(() -> {
          try {
            task.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @FunctionalInterface
  private interface Task {
    void run() throws InterruptedException;
  }
}
