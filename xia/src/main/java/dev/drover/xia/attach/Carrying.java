package dev.drover.xia.attach;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.attach.Message.Accepted;
import dev.drover.xia.attach.Message.Brought;
import dev.drover.xia.attach.Message.DepartureMessage;
import dev.drover.xia.identity.Counter;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.identity.Statement.Kind;
import dev.drover.xia.node.Node;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a carrier does for virtual machines that come and go, so that routes lead to where one will
 * run before it does: at the source the machine signs its registration beforehand, at the
 * destination it is brought to the gateway a moment before the machine runs. An emulated guest
 * needs many milliseconds for a signature; a route needs to change within few.
 */
public final class Carrying {
  private static final Logger LOG = System.getLogger(Carrying.class.getName());
  private static final Duration RETRY = Duration.ofMillis(50);
  private static final Duration BRING_RETRY = Duration.ofMillis(20);
  private static final int BRING_TRIES = 8;

  private final Node node;
  private final Identity identity;
  private final Counter counter;
  private final Attachment attachment;
  private final Ear ear;
  private final Map<Xid, CompletableFuture<Statement>> asked = new HashMap<>();
  private final Map<Xid, CompletableFuture<Void>> brought = new HashMap<>();

  Carrying(Node node, Identity identity, Counter counter, Attachment attachment, Ear ear) {
    this.node = node;
    this.identity = identity;
    this.counter = counter;
    this.attachment = attachment;
    this.ear = ear;
  }

  /**
   * {@return the registration of a virtual machine on this host where it will be; empty when it
   * does not answer, as one that speaks no XIA}
   *
   * @param carrier that it will be on, which alone may bring it to the gateway of {@code domain}
   */
  public Optional<Statement> depart(Xid machine, Xid domain, Xid carrier, Duration patience)
      throws InterruptedException {
    CompletableFuture<Statement> answer = new CompletableFuture<>();
    synchronized (asked) {
      asked.put(machine, answer);
    }
    try {
      long deadline = node.nanoTime() + patience.toNanos();
      for (long left = patience.toNanos(); left > 0; left = deadline - node.nanoTime()) {
        Statement departure =
            Statement.sign(
                identity,
                Kind.CUSTODY,
                counter.next(),
                new Departure(machine, domain, carrier).encode());
        attachment
            .place()
            .ifPresent(place ->
                node.broadcast(
                    new DepartureMessage(departure).packet(Message.ROUTING, node.hid()),
                    place.port()));
        try {
          return Optional.of(answer.get(Math.min(left, RETRY.toNanos()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
          LOG.log(Level.DEBUG, "{0} is asked again", machine.brief());
        }
      }
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("an answer is never a failure", e);
    } finally {
      synchronized (asked) {
        asked.remove(machine, answer);
      }
    }
  }

  void prepared(Statement registration) {
    Xid machine = registration.signer().xid(XidType.HID);
    synchronized (asked) {
      CompletableFuture<Statement> answer = asked.get(machine);
      if (answer != null) {
        answer.complete(registration);
      }
    }
  }

  /**
   * Brings the registration of a virtual machine to the gateway and says anew who carries it.
   *
   * @return false when the gateway has not accepted it within {@code patience}; it is told again
   *     for a while
   */
  public boolean arrive(Statement registration, Duration patience) throws InterruptedException {
    Xid machine = registration.signer().xid(XidType.HID);
    CompletableFuture<Void> accepted = new CompletableFuture<>();
    synchronized (brought) {
      brought.put(machine, accepted);
    }
    bring(registration, accepted, BRING_TRIES, BRING_RETRY);
    try {
      accepted.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("an answer is never a failure", e);
    }
  }

  private void bring(
      Statement registration, CompletableFuture<Void> accepted, int tries, Duration retry) {
    Place place = attachment.place().orElse(null);
    if (accepted.isDone() || tries == 0 || place == null) {
      return;
    }
    node.sendOn(
        new Brought(registration).packet(Dag.chain(place.gateway(), Xid.ROUTING), node.hid()),
        place.port(),
        place.gatewayAddress());
    node.after(
        retry.toNanos(),
        () -> ear.run(() -> bring(registration, accepted, tries - 1, retry.multipliedBy(2))));
  }

  void accepted(Accepted accepted) {
    synchronized (brought) {
      CompletableFuture<Void> waiting = brought.remove(accepted.host());
      if (waiting != null) {
        waiting.complete(null);
      }
    }
  }
}
