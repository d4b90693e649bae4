package dev.drover.xia.name;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.address.Xid;
import dev.drover.xia.identity.Counter;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.stack.TestWorld;
import dev.drover.xia.stack.TestWorld.TestNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/** A world with a name server, and hosts that know it. */
final class Names implements AutoCloseable {
  static final Xid AD1 = Xid.parse("AD:1");
  static final Xid AD2 = Xid.parse("AD:2");

  /** 20 ms, then 40, … */
  static final Patience PATIENCE = new Patience(Duration.ofMillis(20), 9);

  final TestWorld world = new TestWorld();
  final Identity serverKey = Identity.generate();
  final TestNode serverNode = world.node(AD1, serverKey.hid());
  final AtomicReference<Optional<NameServer>> known = new AtomicReference<>();
  private final List<NameClient> open = new ArrayList<>();
  private NameService service;

  Names() {
    service = NameService.start(serverNode, serverKey, Clock.systemUTC());
    known.set(Optional.of(service.where()));
  }

  /** An answer that was late or lost is given again, and says what is left by then. */
  static void assertDone(Enrolment enrolment, Duration life) {
    assertThat(enrolment)
        .isInstanceOfSatisfying(
            Enrolment.Done.class,
            done -> assertThat(done.life()).isPositive().isLessThanOrEqualTo(life));
  }

  /** A host with a client. */
  record Host(Identity key, TestNode node, NameClient client) {}

  Host host() {
    return host(PATIENCE, Hosts.none());
  }

  Host host(Patience patience, Hosts hosts) {
    Identity key = Identity.generate();
    TestNode node = world.node(AD1, key.hid());
    NameClient client =
        new NameClient(
            node, known::get, hosts, new Counter(Clock.systemUTC()), new Random(), patience);
    open.add(client);
    return new Host(key, node, client);
  }

  void stop() {
    service.close();
  }

  void start(Path file) throws IOException {
    service = NameService.start(serverNode, serverKey, Clock.systemUTC(), file);
  }

  @Override
  public void close() {
    open.forEach(NameClient::close);
    service.close();
    world.close();
  }
}
