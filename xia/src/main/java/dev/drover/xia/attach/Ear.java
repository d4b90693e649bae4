package dev.drover.xia.attach;

import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.identity.Freshness;
import dev.drover.xia.identity.Refusals;
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
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a node hears of others, one message after the other on a thread of its own: to check a
 * signature takes longer than a link may wait. When more comes than can be checked, the rest is
 * lost, as packets may be: first of who sends most, so that one that floods keeps nobody else from
 * being heard. What the node does of itself is never lost.
 */
final class Ear implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Ear.class.getName());

  /** Messages that wait, of all and of one neighbour. */
  private static final int WAITING = 256;

  private static final int WAITING_OF_ONE = 32;

  /** From where a message came that was forwarded here. */
  private static final LinkAddress AFAR = new LinkAddress(new byte[LinkAddress.BYTES]);

  private static final int REMEMBERED = 65_536;

  /** Hears messages; everything that it is told comes on one thread. */
  interface Listener {
    void heard(Message message, int port, LinkAddress from);
  }

  private final Node node;
  private final Freshness freshness = new Freshness(REMEMBERED);
  private final ThreadPoolExecutor turns;
  private final Refusals refusals;

  /** How many messages of each neighbour wait, and of all. */
  private final Map<LinkAddress, Integer> waiting = new HashMap<>();

  private int waitingOfAll;

  Ear(Node node) {
    this.node = node;
    this.turns =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("xia ear").factory(),
            // After it was closed nothing is heard any more.
            new ThreadPoolExecutor.DiscardPolicy());
    this.refusals = new Refusals(LOG, node::nanoTime);
  }

  /** Listens to what is sent to {@code service} of the neighbours. */
  void listen(Xid service, Listener listener) {
    node.bindLink(service, (packet, port, from) -> arrived(packet, port, from, listener));
  }

  private void arrived(Packet packet, int port, @Nullable LinkAddress from, Listener listener) {
    if (from == null || packet.nextHeader() != NextHeader.ATTACHMENT) {
      return;
    }
    inTurn(
        from,
        () -> {
          try {
            listener.heard(Message.decode(packet.payload()), port, from);
          } catch (MalformedPacket e) {
            node.statistics().count(Count.MALFORMED);
            LOG.log(Level.DEBUG, "from {0}: {1}", from, e.getMessage());
          }
        });
  }

  /** Hears what came from anywhere, unless too much of that waits. */
  void fromAfar(Runnable task) {
    inTurn(AFAR, task);
  }

  private void inTurn(LinkAddress from, Runnable task) {
    if (!mayWait(from)) {
      node.statistics().count(Count.UNHEARD);
      return;
    }
    run(() -> {
      begins(from);
      task.run();
    });
  }

  private synchronized boolean mayWait(LinkAddress from) {
    int ofOne = waiting.getOrDefault(from, 0);
    if (waitingOfAll == WAITING || ofOne == WAITING_OF_ONE) {
      return false;
    }
    waitingOfAll++;
    waiting.put(from, ofOne + 1);
    return true;
  }

  private synchronized void begins(LinkAddress from) {
    waitingOfAll--;
    waiting.computeIfPresent(from, (_, ofOne) -> ofOne == 1 ? null : ofOne - 1);
  }

  /**
   * Does something on the thread on which messages are heard; what others can cause any number of
   * times goes {@link #fromAfar} instead.
   */
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
    refusals.add(() -> "%s of %s from %s is refused: %s".formatted(name(kind), who, from, why));
    return false;
  }

  private static String name(Kind kind) {
    return switch (kind) {
      case BEACON -> "a beacon";
      case REGISTRATION -> "a registration";
      case LINK_STATE -> "a link state";
      case NAME -> "a name";
      case MIGRATE -> "a new address of a stream's end";
      case REDIRECT -> "a redirect";
      case CUSTODY -> "a custody";
      case GATEWAY -> "a gateway's authority";
      case CARRIER -> "a claim to carry machines";
    };
  }

  @Override
  public void close() {
    turns.shutdownNow();
  }
}
