package dev.drover.xia.migration;

import static dev.drover.xia.migration.Hosts.VM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.chunk.Chunk;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.stack.LogLines;
import dev.drover.xia.transport.StreamSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a receiver does with those who are not the sender, and with a sender that lies. */
@Timeout(60)
class HostileSenderTest {
  private static final long SESSION = 77;
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Token OTHER = Token.generate(new Random(99));

  private final Hosts hosts = new Hosts();
  private final LogLines logged = new LogLines("dev.drover.xia.migration");
  private final Identity me = Identity.generate();
  private Dag receiver = Dag.chain(Hosts.AD2);

  @BeforeEach
  void listen() {
    receiver = hosts.receivers.receive(VM, hosts.in, hosts.token);
  }

  @AfterEach
  void close() {
    hosts.close();
    logged.close();
  }

  private Line connect(Identity who) throws IOException, InterruptedException {
    StreamSocket stream = hosts.sourceStack.connect(who, receiver, LONG);
    return new Line(stream, new Counts(System::nanoTime));
  }

  private Message.Open open(Identity who, Token token, long session, int connection) {
    Profile profile = Profile.FAST;
    Digest proof = token.proof(who.sid(), receiver.intent(), session, connection, profile, VM);
    return new Message.Open(Message.VERSION, session, connection, profile, VM, proof);
  }

  /** The sender itself, let in. */
  private Line opened(int connection) throws IOException, InterruptedException {
    Line line = connect(me);
    line.send(open(me, hosts.token, SESSION, connection));
    assertThat(line.read(LONG)).isEqualTo(new Message.Opened());
    return line;
  }

  private void assertRefused(Line line, String why) throws Exception {
    assertThat(line.read(LONG)).isEqualTo(new Message.Abort("refused"));
    logged.await(why);
  }

  /** It is told why, QEMU sees the end, and the daemon goes on. */
  private void assertEnds(Line line, String why) throws Exception {
    SocketChannel qemu = hosts.destinationQemu.accept();
    assertThat(line.read(LONG))
        .isInstanceOfSatisfying(
            Message.Abort.class, abort -> assertThat(abort.cause()).contains(why));
    assertThat(Bytes.readAll(qemu)).isEmpty();
    logged.await(why);
    assertThat(hosts.receivers.look(VM)).contains(why);
  }

  private static Chunk chunk(long seed, int length) {
    return Chunk.of(XidType.CID256, Bytes.random(seed, length));
  }

  @Test
  void stranger_withAnotherToken_isRefusedAndLogged() throws Exception {
    Line line = connect(me);
    line.send(open(me, OTHER, SESSION, 0));

    assertRefused(line, "was refused: " + me.sid() + ": it does not have the token");
    assertThat(hosts.receivers.refused(VM)).isEqualTo(1);
  }

  @Test
  void stranger_withAProofThatWasOverheard_isRefused() throws Exception {
    Line line = connect(Identity.generate());
    line.send(open(me, hosts.token, SESSION, 0));

    assertRefused(line, "it does not have the token");
  }

  @Test
  void stranger_thatSaysSomethingElse_isRefused() throws Exception {
    Line line = connect(me);
    line.send(new Message.Done(0, new Ledger().root()));

    assertRefused(line, "it did not introduce itself");
  }

  @Test
  void stranger_thatSaysNothing_isNotWaitedFor() throws Exception {
    Line line = connect(me);

    assertThat(line.read(LONG)).isEqualTo(new Message.Abort("refused"));
    logged.await("nothing came within PT5S");
  }

  @Test
  void sender_withTheToken_isTheOnlyOne() throws Exception {
    opened(0);
    Identity second = Identity.generate();
    Line line = connect(second);
    line.send(open(second, hosts.token, SESSION, 1));

    assertRefused(line, "another sends already: " + me.sid());
  }

  @Test
  void connection_openedAgain_isRefused() throws Exception {
    opened(3);
    Line line = connect(me);
    line.send(open(me, hosts.token, SESSION, 3));

    assertRefused(line, "its connection 3 follows its 3");
  }

  @Test
  void sender_ofAnotherVm_isRefused() throws Exception {
    Line line = connect(me);
    Digest proof = hosts.token.proof(me.sid(), receiver.intent(), SESSION, 0, Profile.FAST, "vm2");
    line.send(new Message.Open(Message.VERSION, SESSION, 0, Profile.FAST, "vm2", proof));

    assertRefused(line, "it sends vm2");
  }

  @Test
  void pushedBytes_underAnotherName_reachQemuNot() throws Exception {
    Line line = opened(0);

    line.send(new Message.Data(1, 0, chunk(1, 100).cid(), chunk(2, 100).content()));

    assertEnds(line, "are not that");
  }

  @Test
  void zeros_underAnotherName_areRefused() throws Exception {
    Line line = opened(0);

    line.send(new Message.Round(1, 0, List.of(new Piece(true, chunk(1, 100).cid(), 100))));

    assertEnds(line, "is not 100 zeros");
  }

  @Test
  void round_outOfOrder_isRefused() throws Exception {
    Line line = opened(0);

    line.send(new Message.Round(2, 0, List.of(new Piece(false, chunk(1, 100).cid(), 100))));

    assertEnds(line, "round 2 at 0 follows round 0, which ends at 0");
  }

  @Test
  void more_thanMayBeOutstanding_isRefused() throws Exception {
    Line line = opened(0);
    Piece piece = new Piece(false, chunk(1, 256 << 10).cid(), 256 << 10);

    line.send(new Message.Round(1, 0, Collections.nCopies(64, piece)));
    line.send(new Message.Round(2, 64L * (256 << 10), Collections.nCopies(8, piece)));

    assertEnds(line, "more was told than may be outstanding");
  }

  @Test
  void done_withAnotherRoot_isRefused() throws Exception {
    Line line = opened(0);

    line.send(new Message.Done(1, new Ledger().root()));

    assertEnds(line, "the stream is said to have 1 bytes");
  }

  @Test
  void nameOfTheOtherProfile_isRefused() throws Exception {
    Line line = opened(0);
    Xid cid = Chunk.of(XidType.CID, new byte[] {1}).cid();

    line.send(new Message.Round(1, 0, List.of(new Piece(false, cid, 1))));

    assertEnds(line, "is no piece of the profile fast");
  }

  @Test
  void mutatedMessages_neverEndTheDaemon() throws Exception {
    SplittableRandom random = new SplittableRandom(5);
    List<Message> samples =
        List.of(
            open(me, hosts.token, SESSION, 1),
            new Message.Round(1, 0, List.of(new Piece(false, chunk(1, 100).cid(), 100))),
            new Message.Data(1, 0, chunk(1, 100).cid(), chunk(1, 100).content()),
            new Message.Ack(1, new Ledger().root()),
            new Message.Done(0, new Ledger().root()));
    for (int i = 0; i < 60; i++) {
      StreamSocket stream = hosts.sourceStack.connect(me, receiver, LONG);
      if (i % 2 == 0) {
        var _ = stream.write(MessageCodec.encode(open(me, hosts.token, SESSION, i)));
      }
      ByteBuffer bytes = MessageCodec.encode(samples.get(random.nextInt(samples.size())));
      for (int change = random.nextInt(4); change >= 0; change--) {
        bytes.put(random.nextInt(bytes.limit()), (byte) random.nextInt());
      }
      try {
        var _ = stream.write(bytes);
        stream.shutdownOutput();
        var _ = stream.awaitDelivered(Duration.ofSeconds(1));
      } catch (IOException refusedAlready) {
        assertThat(refusedAlready).isNotNull();
      }
      stream.close();
    }

    Line line = opened(1000);
    line.send(new Message.Data(1, 0, chunk(1, 100).cid(), chunk(1, 100).content()));
    assertThat(line.read(LONG)).isInstanceOf(Message.Ack.class);
  }

  @Test
  void acknowledgement_ofOtherBytes_isRefusedByTheSender() {
    Window window = new Window(System::nanoTime, () -> Duration.ofMillis(1));
    Outstanding outstanding = new Outstanding(hosts.publisher, window);
    Piece piece = new Piece(true, chunk(1, 100).cid(), 100);
    outstanding.add(1, new Digest(1, 2, 3, 4), List.of(piece), true);

    assertThatThrownBy(() -> outstanding.acknowledge(1, new Digest(1, 2, 3, 5)))
        .isInstanceOf(MalformedPacket.class);
  }
}
