package dev.drover.xia.attach;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.identity.Statement.Kind;
import dev.drover.xia.link.LinkAddress;
import dev.drover.xia.link.TestWire;
import dev.drover.xia.link.TestWire.End;
import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.packet.Packet;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Somebody on a wire who hears all, has keys of its own, and can pass for any link address. */
final class Attacker {
  final Identity identity = Identity.generate();
  final End end;
  private final BlockingQueue<Message> heard = new LinkedBlockingQueue<>();

  Attacker(TestWire wire, int number) {
    end = TestWire.end("attacker", number);
    end.start((bytes, size, _) -> hear(Packet.parse(bytes, size)));
    wire.plug(end);
  }

  private void hear(Packet packet) {
    try {
      heard.add(Message.decode(packet.payload()));
    } catch (MalformedPacket e) {
      // Something else than what nodes tell each other.
      return;
    }
  }

  LinkAddress address() {
    return end.address();
  }

  void forgetWhatWasHeard() {
    heard.clear();
  }

  int countHeard() {
    return heard.size();
  }

  /** {@return the next message that fits, waited for} */
  <T extends Message> T next(Class<T> kind, Predicate<T> fits) throws InterruptedException {
    while (true) {
      Message message = heard.poll(10, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("no " + kind.getSimpleName() + " was heard in 10 s");
      }
      if (kind.isInstance(message) && fits.test(kind.cast(message))) {
        return kind.cast(message);
      }
    }
  }

  /** Has {@code victim} get a message as if it came from {@code from}. */
  static void tell(End victim, LinkAddress from, Message message) {
    Dag service =
        switch (message) {
          case Message.BeaconMessage _, Message.Solicitation _ -> Message.BEACONS;
          case Message.RegistrationMessage _,
              Message.Accepted _,
              Message.Moved _,
              Message.DepartureMessage _,
              Message.Prepared _,
              Message.Brought _,
              Message.LinkStateMessage _ ->
              Message.ROUTING;
        };
    Packet packet = message.packet(service, new Xid(0x11, 6, 6, 6));
    victim.arrive(packet.array(), from);
  }

  /** {@return the same, but of its signature's last byte one bit differs} */
  static Statement tampered(Statement statement) {
    byte[] bytes = statement.encode();
    bytes[bytes.length - 1] ^= 1;
    return Statement.read(ByteBuffer.wrap(bytes));
  }

  /** {@return what {@code forger} says with {@code victim}'s key in place of its own} */
  static Statement forged(Identity victim, Identity forger, Kind kind, long counter, byte[] body) {
    byte[] bytes = Statement.sign(forger, kind, counter, body).encode();
    System.arraycopy(victim.publicKey().bytes(), 0, bytes, 9, 32);
    return Statement.read(ByteBuffer.wrap(bytes));
  }

  static Statement beacon(Identity by, long counter, Statement authority, LinkAddress address) {
    return Statement.sign(
        by, Kind.BEACON, counter, new Beacon(authority, address, Optional.empty()).encode());
  }

  static byte[] registration(Xid domain, LinkAddress address) {
    return new Registration(domain, address, Optional.empty(), Optional.empty(), Optional.empty())
        .encode();
  }
}
