package dev.drover.xia.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.RandomDags;
import dev.drover.xia.address.Xid;
import dev.drover.xia.attach.Message.Accepted;
import dev.drover.xia.attach.Message.BeaconMessage;
import dev.drover.xia.attach.Message.Brought;
import dev.drover.xia.attach.Message.DepartureMessage;
import dev.drover.xia.attach.Message.LinkStateMessage;
import dev.drover.xia.attach.Message.Moved;
import dev.drover.xia.attach.Message.Prepared;
import dev.drover.xia.attach.Message.RegistrationMessage;
import dev.drover.xia.attach.Message.Solicitation;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.identity.Statement.Kind;
import dev.drover.xia.link.LinkAddress;
import dev.drover.xia.node.Probe;
import dev.drover.xia.node.Probe.Answer.Reply;
import dev.drover.xia.node.Statistics.Count;
import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.packet.Mutations;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Octets;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.packet.Quote;
import dev.drover.xia.packet.Xcmp.EchoRequest;
import dev.drover.xia.packet.Xcmp.Redirect;
import dev.drover.xia.stack.LogLines;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes, a router goes on. */
final class HostileMessagesTest {
  private static final int PACKETS = 100_000;
  private static final Identity DOMAIN = Identity.generate();
  private static final Identity SOMEBODY = Identity.generate();
  private static final LinkAddress ADDRESS = new LinkAddress(new byte[LinkAddress.BYTES]);

  private static List<Message> messages(Random random) {
    Statement authority = Beacon.authorize(DOMAIN, SOMEBODY.hid(), 1);
    Dag names = new RandomDags(random).dag();
    Statement beacon =
        Statement.sign(
            SOMEBODY, Kind.BEACON, 2, new Beacon(authority, ADDRESS, Optional.of(names)).encode());
    Statement registration =
        Statement.sign(
            SOMEBODY,
            Kind.REGISTRATION,
            3,
            new Registration(
                    DOMAIN.ad(),
                    ADDRESS,
                    Optional.of(DOMAIN.ad()),
                    Optional.of(DOMAIN.hid()),
                    Optional.of(Custody.grant(DOMAIN, SOMEBODY.hid(), 1)))
                .encode());
    Statement linkState =
        Statement.sign(
            SOMEBODY,
            Kind.LINK_STATE,
            4,
            new LinkState(authority, List.of(SOMEBODY.hid(), DOMAIN.hid())).encode());
    Statement departure =
        Statement.sign(
            SOMEBODY,
            Kind.CUSTODY,
            5,
            new Departure(DOMAIN.hid(), DOMAIN.ad(), SOMEBODY.hid()).encode());
    return List.of(
        new BeaconMessage(beacon),
        new Solicitation(),
        new RegistrationMessage(registration),
        new Accepted(SOMEBODY.hid(), 5),
        new Moved(registration, SOMEBODY.hid()),
        new LinkStateMessage(linkState),
        new DepartureMessage(departure),
        new Prepared(registration),
        new Brought(registration));
  }

  private static void use(Message message) {
    switch (message) {
      case BeaconMessage m -> assertThat(Beacon.decode(m.beacon().body()).domain()).isNotNull();
      case RegistrationMessage m ->
          assertThat(Registration.decode(m.registration().body())).isNotNull();
      case Moved m -> assertThat(Registration.decode(m.registration().body())).isNotNull();
      case LinkStateMessage m ->
          assertThat(LinkState.decode(m.linkState().body()).neighbours()).isNotNull();
      case Accepted m -> assertThat(m.host()).isNotNull();
      case DepartureMessage m ->
          assertThat(Departure.decode(m.departure().body()).domain()).isNotNull();
      case Prepared m -> assertThat(Registration.decode(m.registration().body())).isNotNull();
      case Brought m -> assertThat(Registration.decode(m.registration().body())).isNotNull();
      case Solicitation _ -> {}
    }
  }

  @Test
  void message_encoded_isDecodedAsItWas() {
    for (Message message : messages(new Random(1))) {
      Message decoded = Message.decode(message.encode());
      use(decoded);
      assertThat(decoded.encode()).isEqualTo(message.encode());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void message_mutated_isAMessageOrMalformed(long seed) {
    Random random = new Random(seed);
    List<Message> samples = messages(random);
    int malformed = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] sample = samples.get(random.nextInt(samples.size())).encode().array();
      try {
        use(Message.decode(ByteBuffer.wrap(Mutations.of(sample, random))));
      } catch (MalformedPacket e) {
        assertThat(e.getMessage()).as("seed %d", seed).isNotBlank();
        malformed++;
      }
    }
    assertThat(malformed).as("seed %d", seed).isBetween(1000, 19_000);
  }

  /** Packets to all that a router is, right or broken at every layer. */
  private static final class Noise {
    private final Random random;
    private final RandomDags dags;
    private final List<Message> messages;
    private final List<Dag> destinations = new ArrayList<>();
    private final int[] protocols = {
      NextHeader.ATTACHMENT,
      NextHeader.XCMP,
      NextHeader.CONTENT,
      NextHeader.TRANSPORT,
      NextHeader.NONE
    };

    Noise(TwoDomains world, Random random) {
      this.random = random;
      this.dags = new RandomDags(random);
      this.messages = messages(random);
      Xid router = world.r1.node.hid();
      Xid domain = world.domain1.ad();
      destinations.addAll(
          List.of(
              Message.BEACONS,
              Message.ROUTING,
              Dag.chain(router),
              Dag.chain(domain, router),
              Dag.chain(domain, router, Xid.ROUTING),
              Dag.chain(Xid.BROADCAST),
              Dag.chain(domain),
              // Goes back by the link by which it comes.
              Dag.chain(domain, world.a.node.hid(), world.a.service),
              Dag.chain(world.domain2.ad(), world.b.node.hid(), world.b.service)));
    }

    byte[] next() {
      Dag to =
          random.nextInt(8) == 0
              ? dags.dag()
              : destinations.get(random.nextInt(destinations.size()));
      Packet packet =
          Packet.of(to, dags.dag(), protocols[random.nextInt(protocols.length)], hops(), body());
      byte[] bytes = packet.array();
      return switch (random.nextInt(4)) {
        case 0 -> bytes;
        case 1 -> brokenSource(packet);
        case 2 -> Mutations.of(bytes, random);
        default -> {
          byte[] noise = new byte[random.nextInt(200)];
          random.nextBytes(noise);
          yield random.nextInt(10) == 0 ? noise : Mutations.of(bytes, random);
        }
      };
    }

    /** Edges that stay within the address, but make none: what only looking at it whole shows. */
    private byte[] brokenSource(Packet packet) {
      int at = Packet.FIXED_BYTES + Dag.NODE_BYTES * packet.destinationNodes();
      for (int node = 0; node < packet.sourceNodes(); node++) {
        if (random.nextInt(3) == 0) {
          int slot = at + node * Dag.NODE_BYTES + Xid.BYTES;
          packet.array()[slot + random.nextInt(Dag.MAX_EDGES)] =
              random.nextBoolean() ? Dag.NO_EDGE : (byte) (packet.sourceNodes() - 1);
        }
      }
      return packet.array();
    }

    private int hops() {
      return random.nextInt(4) == 0 ? random.nextInt(3) : Packet.DEFAULT_HOP_LIMIT;
    }

    private ByteBuffer body() {
      byte[] body =
          switch (random.nextInt(4)) {
            case 0 -> messages.get(random.nextInt(messages.size())).encode().array();
            case 1 -> new EchoRequest(1, 2, Octets.of(new byte[8])).encode().array();
            case 2 -> redirect();
            default -> {
              byte[] noise = new byte[random.nextInt(60)];
              random.nextBytes(noise);
              yield noise;
            }
          };
      return ByteBuffer.wrap(random.nextInt(3) == 0 ? body : Mutations.of(body, random));
    }

    private byte[] redirect() {
      Packet about = Packet.of(dags.dag(), dags.dag(), NextHeader.NONE, ByteBuffer.allocate(8));
      ByteBuffer bytes =
          new Redirect(dags.xid(), dags.xid(), Quote.of(about), Octets.of(new byte[0])).encode();
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1})
  void router_fedWithNoise_goesOnForwardingAndBeaconing(long seed) throws Exception {
    try (TwoDomains world = new TwoDomains(AddressForm.FLAT);
        LogLines log = new LogLines("dev.drover.xia")) {
      world.settle();
      Noise noise = new Noise(world, new Random(seed));
      Random random = new Random(seed + 1);
      for (int i = 0; i < PACKETS; i++) {
        int port = random.nextInt(world.r1.ports.size());
        byte[] from = new byte[LinkAddress.BYTES];
        from[15] = (byte) random.nextInt(40);
        world.r1.ports.get(port).arrive(noise.next(), new LinkAddress(from));
        if (i % 1000 == 0) {
          world.r1.ports.get(port).drain();
        }
      }
      for (var port : world.r1.ports) {
        port.drain();
        assertThat(port.faults()).as("seed %d", seed).isEmpty();
      }
      assertThat(world.r1.node.statistics().get(Count.FAULT)).as("seed %d", seed).isZero();
      assertThat(world.r1.node.statistics().get(Count.MALFORMED)).isGreaterThan(1000);
      assertThat(world.r1.node.statistics().get(Count.RECEIVED)).isGreaterThan(PACKETS / 2);
      assertThat(log.rest()).as("seed %d", seed).noneMatch(line -> line.startsWith("SEVERE"));
      Attacker watcher = new Attacker(world.wireC, 98);
      watcher.next(
          BeaconMessage.class,
          each -> each.beacon().signer().equals(world.r1.identity.publicKey()));
      try (Probe probe = new Probe(world.c.node, world.b.node.address(world.b.node.hid()), 8)) {
        assertThat(probe.ask(1, Packet.DEFAULT_HOP_LIMIT, Duration.ofSeconds(10)))
            .isInstanceOf(Reply.class);
      }
    }
  }
}
