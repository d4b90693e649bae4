package dev.drover.xia.attach;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.identity.Counter;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.link.TestWire;
import dev.drover.xia.link.TestWire.End;
import dev.drover.xia.node.Node;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Packet;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The paper's Fig. 1b: hosts a and c at router 1, b at router 2; a virtual machine beside a. */
final class TwoDomains implements AutoCloseable {
  final Identity domain1 = Identity.generate();
  final Identity domain2 = Identity.generate();

  /** Of the host that keeps names in the first domain, when there is one. */
  final Identity names = Identity.generate();

  final TestWire wireA = new TestWire();
  final TestWire wireB = new TestWire();
  final TestWire wireC = new TestWire();
  final TestWire between = new TestWire();
  final Router r1;
  final Router r2;
  final Station a;
  final Station b;
  final Station c;
  final Station vm;
  private final List<Runnable> open = new ArrayList<>();
  private int ends;

  TwoDomains(AddressForm form) {
    r1 = new Router(domain1, List.of(wireA, wireC, between));
    r2 = new Router(domain2, List.of(wireB, between));
    a = new Station("a", wireA, Optional.of(domain1), form);
    b = new Station("b", wireB, Optional.of(domain2), form);
    c = new Station("c", wireC, Optional.empty(), form);
    vm = new Station("vm", wireA, Optional.empty(), form);
  }

  End end(String name, TestWire wire) {
    End end = TestWire.end(name, ++ends);
    wire.plug(end);
    return end;
  }

  /** A router and its node. */
  final class Router {
    final Identity identity = Identity.generate();
    final Counter counter = new Counter(Clock.systemUTC());
    final List<End> ports = new ArrayList<>();
    final Node node;
    final Gateway gateway;

    Router(Identity domain, List<TestWire> wires) {
      wires.forEach(wire -> ports.add(end("port", wire)));
      node = new Node(identity.hid(), List.copyOf(ports));
      gateway =
          new Gateway(
              node,
              identity,
              counter,
              Beacon.authorize(domain, identity.hid(), counter.next()),
              Set.of(domain1.ad(), domain2.ad()),
              Optional.of(Dag.chain(domain1.ad(), names.hid(), Xid.NAMES)));
      node.start();
      open.add(gateway::close);
      open.add(node::close);
    }
  }

  /** A host, its node and a service on it. */
  final class Station {
    final Identity identity = Identity.generate();
    final Xid service = Identity.generate().sid();
    final Counter counter = new Counter(Clock.systemUTC());
    final End end;
    final Node node;
    final Attachment attachment;
    final BlockingQueue<Packet> received = new LinkedBlockingQueue<>();

    /**
     * @param carriesFor the domain that says of it that it carries virtual machines
     */
    Station(String name, TestWire wire, Optional<Identity> carriesFor, AddressForm form) {
      end = end(name, wire);
      node = new Node(identity.hid(), List.of(end));
      attachment =
          new Attachment(
              node,
              identity,
              counter,
              new Attachment.Options(
                  Set.of(domain1.ad(), domain2.ad()),
                  form,
                  carriesFor.map(domain -> Custody.grant(domain, identity.hid(), counter.next()))));
      node.start();
      node.bind(service, received::add);
      attachment.solicit();
      open.add(attachment::close);
      open.add(node::close);
    }

    Dag address() {
      return node.address(service);
    }

    void send(Dag to, int number) {
      node.send(
          Packet.of(to, address(), NextHeader.NONE, ByteBuffer.wrap(new byte[] {(byte) number})));
    }

    /** {@return the number of the next packet, or -1 when none comes in time} */
    int next(Duration patience) throws InterruptedException {
      Packet packet = received.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      return packet == null ? -1 : packet.payload().get(0);
    }
  }

  static void await(BooleanSupplier holds) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited 10 s in vain");
      }
      Thread.sleep(2);
    }
  }

  /** Until all are registered and both routers know each other's domain. */
  void settle() throws InterruptedException {
    for (Station each : List.of(a, b, c, vm)) {
      await(() -> each.attachment.place().isPresent());
    }
    await(() -> knows(r1, a) && knows(r1, c) && knows(r1, vm) && knows(r2, b));
    await(() ->
        r1.node.tables().of(domain2.ad().type()).get(domain2.ad()).isPresent()
            && r2.node.tables().of(domain1.ad().type()).get(domain1.ad()).isPresent());
    await(() -> vm.attachment.place().flatMap(Place::carrier).equals(Optional.of(a.node.hid())));
  }

  /** {@return what the machine signs before its carrier has it go} */
  Statement depart(Identity domain, Station to) throws InterruptedException {
    return a.attachment
        .carrying()
        .depart(vm.node.hid(), domain.ad(), to.node.hid(), Duration.ofSeconds(1))
        .orElseThrow();
  }

  static boolean knows(Router router, Station host) {
    return router.node.tables().of(host.node.hid().type()).get(host.node.hid()).isPresent();
  }

  @Override
  public void close() {
    open.forEach(Runnable::run);
  }
}
