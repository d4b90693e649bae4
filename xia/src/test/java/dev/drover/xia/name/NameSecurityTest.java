package dev.drover.xia.name;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.name.NameMessage.Query;
import dev.drover.xia.name.NameMessage.Register;
import dev.drover.xia.name.NameMessage.Reply;
import dev.drover.xia.name.Names.Host;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.stack.LogLines;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What strangers try: each is refused, logged, and changes nothing. */
@Timeout(60)
final class NameSecurityTest {
  private static final Name NAME = new Name("bank_s.lab.xia");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Xid LIAR = Xid.parse("SID:bad");

  private static Dag service(Host host) {
    return host.node().address(host.key().sid());
  }

  /** Sends what nobody's client would. */
  private static void send(Names names, Host from, NameMessage message) {
    send(names, from, message.encode());
  }

  private static void send(Names names, Host from, byte[] message) {
    from.node()
        .send(
            Packet.of(
                names.serverNode.address(Xid.NAMES),
                from.node().address(LIAR),
                NextHeader.TRANSPORT,
                NameMessage.payload(message)));
  }

  private static void stillAt(Names names, Host owner) throws InterruptedException {
    assertThat(names.host().client().lookup(NAME)).isEqualTo(new Lookup.Found(service(owner)));
  }

  @Test
  void registration_byAnotherKey_isRefusedAndLogged() throws Exception {
    try (Names names = new Names();
        LogLines log = new LogLines(NameService.class)) {
      Host owner = names.host();
      owner.client().register(owner.key(), NAME, service(owner), MINUTE);
      Host liar = names.host();
      assertThat(liar.client().register(liar.key(), NAME, service(liar), MINUTE))
          .isEqualTo(new Enrolment.Refused(Refusal.NOT_THE_OWNER));
      assertThat(log.next())
          .startsWith("WARNING refused the registration of bank_s.lab.xia from SID:")
          .endsWith(": another key owns the name until it expires");
      stillAt(names, owner);
    }
  }

  @Test
  void registration_forgedInTheOwnersName_isRefusedAndLogged() throws Exception {
    try (Names names = new Names();
        LogLines log = new LogLines(NameService.class)) {
      Host owner = names.host();
      owner.client().register(owner.key(), NAME, service(owner), MINUTE);
      Host liar = names.host();
      byte[] wire =
          new Registration(NAME, service(liar), MINUTE)
              .sign(liar.key(), Long.MAX_VALUE - 1)
              .encode();
      // The owner's key in place of the liar's, whose signature it keeps.
      System.arraycopy(owner.key().publicKey().bytes(), 0, wire, 9, 32);
      send(names, liar, new Register(1, Statement.read(ByteBuffer.wrap(wire))));
      assertThat(log.next())
          .isEqualTo(
              "WARNING refused the registration of bank_s.lab.xia from "
                  + LIAR
                  + ": its signature is not its signer's");
      stillAt(names, owner);
      Names.assertDone(owner.client().register(owner.key(), NAME, service(owner), MINUTE), MINUTE);
    }
  }

  @Test
  void registration_replayed_isRefusedAndLogged() throws Exception {
    try (Names names = new Names();
        LogLines log = new LogLines(NameService.class)) {
      List<byte[]> overheard = new CopyOnWriteArrayList<>();
      names.world.lose(packet -> {
        if (packet.intent().equals(Xid.NAMES)) {
          overheard.add(NameMessage.carried(packet));
        }
        return false;
      });
      Host owner = names.host();
      owner.client().register(owner.key(), NAME, service(owner), MINUTE);
      owner.node().move(Names.AD2);
      owner.client().register(owner.key(), NAME, service(owner), MINUTE);
      Host liar = names.host();
      send(names, liar, overheard.getFirst());
      assertThat(log.next())
          .isEqualTo(
              "WARNING refused the registration of bank_s.lab.xia from "
                  + LIAR
                  + ": it is not newer than what was registered before, by its counter");
      stillAt(names, owner);
    }
  }

  @Test
  void registration_ofAStrangersAddress_isRefusedAndLogged() throws Exception {
    try (Names names = new Names();
        LogLines log = new LogLines(NameService.class)) {
      Host victim = names.host();
      Host liar = names.host();
      Identity thief = Identity.generate();
      assertThat(liar.client().register(thief, NAME, service(victim), MINUTE))
          .isEqualTo(new Enrolment.Refused(Refusal.NOT_ITS_ADDRESS));
      assertThat(log.next()).contains("its signer is neither the address's intent nor a node");
      assertThat(victim.client().lookup(NAME)).isEqualTo(new Lookup.NotFound());
    }
  }

  @Test
  void nonsense_isRefusedAndLogged_andTheServiceLives() throws Exception {
    try (Names names = new Names();
        LogLines log = new LogLines(NameService.class)) {
      Host liar = names.host();
      send(names, liar, new byte[] {9, 0, 0, 0, 0, 0, 0, 0, 1});
      assertThat(log.next())
          .isEqualTo(
              "WARNING refused a request about names from "
                  + LIAR
                  + ": no message about names is of type 9");
      Random random = new Random(1);
      for (int i = 0; i < 2_000; i++) {
        byte[] noise = new byte[random.nextInt(300)];
        random.nextBytes(noise);
        if (noise.length > 0) {
          noise[0] = (byte) random.nextInt(6);
        }
        if (i % 2 == 0) {
          send(names, liar, noise);
        } else {
          liar.node()
              .send(
                  Packet.of(
                      names.serverNode.address(Xid.NAMES),
                      liar.node().address(LIAR),
                      random.nextInt(256),
                      ByteBuffer.wrap(noise)));
        }
      }
      Host owner = names.host();
      Names.assertDone(owner.client().register(owner.key(), NAME, service(owner), MINUTE), MINUTE);
      stillAt(names, owner);
      // Two thousand lies do not fill the disk.
      assertThat(log.rest()).hasSizeLessThan(500);
    }
  }

  /** Whoever sees a question may answer first, but not in the server's name. */
  @Test
  void answer_byAnotherKey_isRefusedAndLogged_andTheTrueOneTaken() throws Exception {
    try (Names names = new Names();
        LogLines log = new LogLines(NameClient.class)) {
      Host owner = names.host();
      owner.client().register(owner.key(), NAME, service(owner), MINUTE);
      Host liar = names.host();
      names.world.lose(packet -> {
        if (packet.intent().equals(Xid.NAMES)) {
          byte[] asked = NameMessage.carried(packet);
          Answer lie = new Answer.Found(service(liar), MINUTE);
          reply(
              liar,
              packet,
              new Reply(
                  NameMessage.decode(asked).request(),
                  lie.sign(liar.key(), Long.MAX_VALUE, asked)));
        }
        return false;
      });
      names.world.delay(1_000_000);
      stillAt(names, owner);
      assertThat(log.next())
          .startsWith("WARNING refused an answer about names from HID:")
          .endsWith(": its signer is not the name server");
    }
  }

  @Test
  void answer_toAnotherQuestion_isRefusedAndLogged() throws Exception {
    try (Names names = new Names();
        LogLines log = new LogLines(NameClient.class)) {
      Host owner = names.host();
      owner.client().register(owner.key(), NAME, service(owner), MINUTE);
      // What the server said truly, of another name, under this question's number.
      byte[] other = new Query(7, new Name("other")).encode();
      Statement old = new Answer.NotFound(MINUTE).sign(names.serverKey, 1, other);
      names.world.lose(packet -> {
        if (packet.intent().equals(Xid.NAMES)) {
          long request = NameMessage.decode(NameMessage.carried(packet)).request();
          reply(owner, packet, new Reply(request, old));
        }
        return false;
      });
      stillAt(names, owner);
      assertThat(log.next()).endsWith(": it answers another question");
    }
  }

  @Test
  void answer_changedOnItsWay_isRefusedAndLogged() throws Exception {
    try (Names names = new Names();
        LogLines log = new LogLines(NameClient.class)) {
      Host owner = names.host();
      owner.client().register(owner.key(), NAME, service(owner), MINUTE);
      names.world.lose(packet -> {
        if (packet.sourceIntent().equals(Xid.NAMES)) {
          packet.array()[packet.size() - 1] ^= 1;
        }
        return false;
      });
      Host asking = names.host(new Patience(Duration.ofMillis(50), 1), Hosts.none());
      assertThat(asking.client().lookup(NAME)).isInstanceOf(Lookup.Unavailable.class);
      assertThat(log.next()).endsWith(": its signature is not its signer's");
      names.world.lose(_ -> false);
      stillAt(names, owner);
    }
  }

  @Test
  void answer_nobodyAskedFor_isDropped() throws Exception {
    try (Names names = new Names()) {
      Host owner = names.host();
      owner.client().register(owner.key(), NAME, service(owner), MINUTE);
      names.world.lose(packet -> {
        if (packet.intent().equals(Xid.NAMES)) {
          byte[] asked = NameMessage.carried(packet);
          Answer lie = new Answer.NotFound(MINUTE);
          reply(owner, packet, new Reply(12345, lie.sign(names.serverKey, 1, asked)));
        }
        return false;
      });
      stillAt(names, owner);
    }
  }

  private static void reply(Host from, Packet to, NameMessage message) {
    from.node()
        .send(
            Packet.of(
                to.source(),
                from.node().address(Xid.NAMES),
                NextHeader.TRANSPORT,
                NameMessage.payload(message.encode())));
  }
}
