package dev.drover.xia.attach;

import dev.drover.xia.address.Xid;
import dev.drover.xia.attach.Message.Accepted;
import dev.drover.xia.attach.Message.RegistrationMessage;
import dev.drover.xia.identity.Counter;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.identity.Statement.Kind;
import dev.drover.xia.link.LinkAddress;
import dev.drover.xia.node.Node;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says on the link where a host is: until its gateway has accepted it, from time to time, and when
 * somebody is new who may care. All on the ear's thread.
 */
final class Registrar {
  private static final Duration RENEWAL = Duration.ofSeconds(20);
  private static final Duration FIRST_RETRY = Duration.ofMillis(20);
  private static final Duration LAST_RETRY = Duration.ofSeconds(1);

  /** However many strangers appear on the link, this host says so often where it is. */
  private static final Duration SAME_RENEWAL = Duration.ofMillis(20);

  private final Node node;
  private final Identity identity;
  private final Counter counter;
  private final Optional<Statement> custody;
  private final Ear ear;
  private final Supplier<Optional<Place>> place;

  /** For how long what was signed for another domain must stay the newest. */
  private static final Duration DEPARTURE = Duration.ofMinutes(2);

  private @Nullable Registering registering;
  private @Nullable Registering last;
  private long departedNanos;
  private long registeredNanos;
  private boolean renewing;

  /** A registration that is repeated until it is accepted. */
  private record Registering(Statement statement, int port, LinkAddress gateway) {}

  Registrar(
      Node node,
      Identity identity,
      Counter counter,
      Optional<Statement> custody,
      Ear ear,
      Supplier<Optional<Place>> place) {
    this.node = node;
    this.identity = identity;
    this.counter = counter;
    this.custody = custody;
    this.ear = ear;
    this.place = place;
    this.registeredNanos = node.nanoTime();
    this.departedNanos = registeredNanos - DEPARTURE.toNanos();
  }

  void register(Place there, Optional<Xid> before) {
    registering =
        new Registering(
            sign(there.domain(), before, there.carrier(), there.port()),
            there.port(),
            there.gatewayAddress());
    last = registering;
    registeredNanos = node.nanoTime();
    departedNanos = registeredNanos - DEPARTURE.toNanos();
    tell(registering, FIRST_RETRY);
  }

  /**
   * {@return what this host says in the domain where it will be, for another to hand on} Until it
   * is there, or a while has passed, it says nothing newer: it repeats what it said last.
   */
  Statement depart(Departure departure, Optional<Xid> before, int port) {
    departedNanos = node.nanoTime();
    return sign(departure.domain(), before, Optional.of(departure.carrier()), port);
  }

  /** {@return what this host says in a domain, or would say on a link like the one it is on} */
  private Statement sign(Xid domain, Optional<Xid> before, Optional<Xid> carrier, int port) {
    Registration registration =
        new Registration(domain, node.links().get(port).address(), before, carrier, custody);
    return Statement.sign(identity, Kind.REGISTRATION, counter.next(), registration.encode());
  }

  /** To all neighbours: virtual machines are to know their carrier, and carriers theirs. */
  private void tell(Registering what, Duration retry) {
    if (!what.equals(registering)) {
      return;
    }
    broadcast(what);
    Duration next = retry.multipliedBy(2);
    node.after(
        retry.toNanos(),
        () -> ear.run(() -> tell(what, next.compareTo(LAST_RETRY) < 0 ? next : LAST_RETRY)));
  }

  private void broadcast(Registering what) {
    node.broadcast(
        new RegistrationMessage(what.statement()).packet(Message.ROUTING, node.hid()), what.port());
  }

  void accepted(Accepted accepted, int port, LinkAddress from) {
    Registering current = registering;
    if (current == null
        || !accepted.host().equals(node.hid())
        || accepted.counter() != current.statement().counter()) {
      return;
    }
    if (port != current.port() || !from.equals(current.gateway())) {
      ear.refuse(
          Kind.REGISTRATION, node.hid().brief(), from, "it is not its gateway that accepts it");
      return;
    }
    registering = null;
  }

  /** Says at once that this host is here. */
  void renew() {
    Registering current = registering;
    if (current != null) {
      broadcast(current);
    } else if (last != null && node.nanoTime() - departedNanos < DEPARTURE.toNanos()) {
      broadcast(last);
    } else {
      place.get().ifPresent(here -> register(here, Optional.empty()));
    }
  }

  /** As often as somebody new is on the link, but not more often than is of use. */
  void renewForNewcomer() {
    long since = node.nanoTime() - registeredNanos;
    if (renewing) {
      return;
    }
    if (since >= SAME_RENEWAL.toNanos()) {
      renew();
      return;
    }
    renewing = true;
    node.after(
        SAME_RENEWAL.toNanos() - since,
        () ->
            ear.run(() -> {
              renewing = false;
              renew();
            }));
  }

  /** Says it from time to time. */
  void renewLater() {
    node.after(
        RENEWAL.toNanos(),
        () -> {
          ear.run(this::renew);
          renewLater();
        });
  }
}
