package dev.drover.xia.transport;

import static dev.drover.xia.transport.Pair.ELSEWHERE;
import static dev.drover.xia.transport.Pair.hear;
import static dev.drover.xia.transport.Pair.say;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.stack.LogLines;
import dev.drover.xia.stack.TestWorld.TestNode;
import dev.drover.xia.transport.Pair.Stream;
import dev.drover.xia.transport.Segment.Kind;
import dev.drover.xia.transport.Whereabouts.Phase;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody elsewhere tries to take a stream over, knowing more and more of it. */
@Timeout(60)
class HijackTest {
  private final Pair pair = new Pair();
  private final LogLines log = new LogLines("dev.drover.xia.transport");
  private final TestNode thief = pair.world.node(ELSEWHERE, new Xid(XidType.HID, 66, 0, 0));
  private final Identity thiefs = Identity.generate();
  private final List<Packet> seen = Collections.synchronizedList(new ArrayList<>());
  private Stream stream;
  private Segment last;

  @BeforeEach
  void open() throws Exception {
    pair.world.lose(packet -> {
      seen.add(packet.copy());
      return false;
    });
    stream = pair.open();
    say(stream.client(), "hello");
    assertThat(hear(stream.server(), 5)).isEqualTo("hello");
    last = segment(lastOfServer());
  }

  @AfterEach
  void goesOn() throws Exception {
    try (pair;
        log) {
      Dag before = pair.serverNode.address(pair.service.sid());
      say(stream.server(), "fine");
      assertThat(hear(stream.client(), 4)).isEqualTo("fine");
      say(stream.client(), "too");
      assertThat(hear(stream.server(), 3)).isEqualTo("too");
      assertThat(stream.client().peer()).isEqualTo(before);
      assertThat(pair.client.refused()).isPositive();
    }
  }

  private Packet lastOfServer() {
    synchronized (seen) {
      return seen.stream()
          .filter(packet -> packet.sourceIntent().equals(pair.service.sid()))
          .reduce((_, later) -> later)
          .orElseThrow();
    }
  }

  private static Segment segment(Packet packet) {
    return Segment.read(packet.payload());
  }

  /** Sends to the client what claims to be of the service. */
  private void inject(Kind kind, long to, long from, byte[] data) {
    Segment segment = new Segment();
    segment.clear(kind);
    segment.to = to;
    segment.from = from;
    segment.seq = last.seq;
    segment.window = 1 << 20;
    Dag at = Dag.chain(ELSEWHERE, thief.hid(), pair.service.sid());
    thief.send(new Envelope(stream.client().local(), at).bytes(segment, ByteBuffer.wrap(data)));
  }

  private byte[] claim(Identity by, long counter, long from, long to, Xid sid) {
    Dag at = Dag.chain(ELSEWHERE, thief.hid(), sid);
    Whereabouts where =
        new Whereabouts(Phase.MOVE, from, to, 0, stream.client().local().intent(), at);
    return Statement.sign(by, Statement.Kind.MIGRATE, counter, where.encode()).encode();
  }

  @Test
  void data_withoutTheIds_isRefused() throws Exception {
    inject(Kind.DATA, 1, 2, new byte[] {'e', 'v', 'i', 'l'});

    log.await("a DATA for");
  }

  @Test
  void data_withOneOfTheIds_isRefused() throws Exception {
    inject(Kind.DATA, last.to, 2, new byte[] {'e', 'v', 'i', 'l'});

    log.await("lacks the connection's ids");
  }

  @Test
  void reset_withoutTheIds_isRefused() throws Exception {
    inject(Kind.RESET, last.to, 2, new byte[0]);
    log.await("a RESET for");
    inject(Kind.RESET, 3, last.from, new byte[0]);
    log.await("no connection has its ids");
  }

  @Test
  void data_withTheIdsFromElsewhere_doesNotMoveThePeer() throws Exception {
    inject(Kind.PROBE, last.to, last.from, new byte[0]);
    // It is taken as any packet with the ids; only a refused one tells that it was handled.
    inject(Kind.DATA, last.to, 2, new byte[] {1});

    log.await("lacks the connection's ids");
  }

  @Test
  void move_signedByAnotherKey_isRefused() throws Exception {
    inject(
        Kind.MIGRATE,
        last.to,
        last.from,
        claim(thiefs, Long.MAX_VALUE, last.from, last.to, thiefs.sid()));

    log.await("signed by another key");
  }

  @Test
  void move_anothersKeyUnderTheServicesName_isRefused() throws Exception {
    inject(
        Kind.MIGRATE,
        last.to,
        last.from,
        claim(thiefs, Long.MAX_VALUE, last.from, last.to, pair.service.sid()));

    log.await("key of its signer is not that of");
  }

  @Test
  void move_ofAnotherConnection_isRefused() throws Exception {
    inject(
        Kind.MIGRATE,
        last.to,
        last.from,
        claim(pair.service, Long.MAX_VALUE, last.from, last.to + 1, pair.service.sid()));

    log.await("about another connection");
  }

  @Test
  void move_changedAfterSigning_isRefused() throws Exception {
    byte[] claim = claim(pair.service, Long.MAX_VALUE, last.from, last.to, pair.service.sid());
    // A byte of the address, the counter, the signature.
    for (int at : new int[] {1 + 8 + 32 + 2 + 60, 3, claim.length - 1}) {
      byte[] changed = claim.clone();
      changed[at] ^= 1;
      inject(Kind.MIGRATE, last.to, last.from, changed);
      log.await("signature is forged");
    }
  }

  @Test
  void move_replayedAfterALaterOne_isRefused() throws Exception {
    Dag home = pair.serverNode.address(pair.service.sid());
    for (Xid domain : new Xid[] {ELSEWHERE, home.first(XidType.AD).orElseThrow()}) {
      pair.serverNode.move(domain);
      say(stream.client(), "x");
      assertThat(hear(stream.server(), 1)).isEqualTo("x");
    }
    Packet first;
    synchronized (seen) {
      first =
          seen.stream()
              .filter(packet -> segment(packet).kind() == Kind.MIGRATE)
              .findFirst()
              .orElseThrow();
    }
    thief.send(Packet.parse(first.array().clone(), first.size()));

    log.await("said before");
  }

  @Test
  void syn_forged_opensNothing() throws Exception {
    Dag at = Dag.chain(ELSEWHERE, thief.hid(), thiefs.sid());
    Whereabouts where = new Whereabouts(Phase.OPEN, 7, 0, 0, pair.service.sid(), at);
    byte[] claim = Statement.sign(thiefs, Statement.Kind.MIGRATE, 1, where.encode()).encode();
    claim[claim.length - 1] ^= 1;
    Segment segment = new Segment();
    segment.clear(Kind.SYN);
    segment.from = 7;
    thief.send(new Envelope(pair.listener.local(), at).bytes(segment, ByteBuffer.wrap(claim)));

    log.await("a SYN for");
    assertThat(pair.server.refused()).isEqualTo(1);
    inject(Kind.RESET, 3, last.from, new byte[0]);
    log.await("no connection has its ids");
  }
}
