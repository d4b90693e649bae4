package dev.drover.xia.attach;

import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.identity.Freshness;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.identity.Statement.Kind;
import dev.drover.xia.link.LinkAddress;
import dev.drover.xia.node.Node;
import dev.drover.xia.node.Statistics.Count;
import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Packet;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a node hears of others, one message after the other on a thread of its own: to check a
 * signature takes longer than a link may wait. When more comes than can be checked, the rest is
 * lost, as packets may be.
 */
final class Ear implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Ear.class.getName());
  private static final int WAITING = 256;
  private static final int REMEMBERED = 65_536;

  /** Hears messages; everything that it is told comes on one thread. */
  interface Listener {
    void heard(Message message, int port, LinkAddress from);
  }

  private final Node node;
  private final Freshness freshness = new Freshness(REMEMBERED);
  private final ThreadPoolExecutor turns;

  Ear(Node node) {
    this.node = node;
    this.turns =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("xia ear").factory(),
            new ThreadPoolExecutor.DiscardPolicy());
  }

  /** Listens to what is sent to {@code service} of the neighbours. */
  void listen(Xid service, Listener listener) {
    node.bindLink(service, (packet, port, from) -> arrived(packet, port, from, listener));
  }

  private void arrived(Packet packet, int port, @Nullable LinkAddress from, Listener listener) {
    if (from == null || packet.nextHeader() != NextHeader.ATTACHMENT) {
      return;
    }
    run(() -> {
      try {
        listener.heard(Message.decode(packet.payload()), port, from);
      } catch (MalformedPacket e) {
        node.statistics().count(Count.MALFORMED);
        LOG.log(Level.DEBUG, "from {0}: {1}", from, e.getMessage());
      }
    });
  }

  /** Does something on the thread on which messages are heard. */
  void run(Runnable task) {
    turns.execute(() -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "what was heard led to a fault", e);
      }
    });
  }

  /** {@return whether it is what was heard last of its signer: by another way, or once more} */
  boolean heard(Statement statement) {
    return freshness.isLast(statement);
  }

  /** {@return whether it is newer than all from its signer, genuine, and of this kind} */
  boolean accepts(Statement statement, Kind kind, LinkAddress from) {
    String who = statement.signer().xid(XidType.HID).brief();
    if (statement.kind() != kind) {
      return refuse(kind, who, from, "it is a statement of another kind: " + statement.kind());
    }
    if (!freshness.isNew(statement)) {
      return refuse(kind, who, from, "it is not newer than what was heard before");
    }
    if (!statement.genuine()) {
      return refuse(kind, who, from, "its signature is not genuine");
    }
    return freshness.accept(statement);
  }

  /** Notes that something was refused; {@return false} */
  boolean refuse(Kind kind, String who, LinkAddress from, String why) {
    node.statistics().count(Count.REFUSED);
    LOG.log(
        Level.WARNING,
        "{0} of {1} from {2} is refused: {3}",
        switch (kind) {
          case BEACON -> "a beacon";
          case REGISTRATION -> "a registration";
          case LINK_STATE -> "a link state";
          case NAME -> "a name";
          case MIGRATE -> "a new address of a stream's end";
          case REDIRECT -> "a redirect";
          case CUSTODY -> "a custody";
          case GATEWAY -> "a gateway's authority";
        },
        who,
        from,
        why);
    return false;
  }

  @Override
  public void close() {
    turns.shutdownNow();
  }
}
