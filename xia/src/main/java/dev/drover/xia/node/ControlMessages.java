package dev.drover.xia.node;

import dev.drover.xia.address.Dag;
import dev.drover.xia.forward.Route;
import dev.drover.xia.node.Statistics.Count;
import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.packet.Quote;
import dev.drover.xia.packet.Xcmp;
import dev.drover.xia.packet.Xcmp.EchoReply;
import dev.drover.xia.packet.Xcmp.EchoRequest;
import dev.drover.xia.packet.Xcmp.Redirect;
import dev.drover.xia.packet.Xcmp.TimeExceeded;
import dev.drover.xia.packet.Xcmp.Unknown;
import dev.drover.xia.packet.Xcmp.Unreachable;
import dev.drover.xia.stack.Network.Binding;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A node's control messages: it answers echoes, tells sources what became of their packets, and
 * hands on what others tell it.
 */
public final class ControlMessages {
  /** Errors that are told in a second; what goes wrong more often is the same trouble again. */
  private static final int MOST_ERRORS = 200;

  private static final long SECOND = 1_000_000_000;

  private final Node node;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final List<RedirectListener> redirected = new CopyOnWriteArrayList<>();
  private final List<DetourListener> detours = new CopyOnWriteArrayList<>();
  private long second;
  private int errors;

  /** Hears of answers and errors, on a link's thread; must not block. */
  @FunctionalInterface
  public interface Listener {
    /** What {@code from} says. */
    void heard(Xcmp message, Dag from);
  }

  /** Hears of redirects, which may be lies. */
  @FunctionalInterface
  public interface RedirectListener {
    /** Somebody says that there is a shorter way. */
    void redirect(Redirect redirect);
  }

  /** Hears of packets that leave by the link by which they came. */
  @FunctionalInterface
  public interface DetourListener {
    /** The packet goes on by {@code route} and is the node's; it must be looked at at once. */
    void detour(Packet packet, Route route);
  }

  ControlMessages(Node node) {
    this.node = node;
  }

  /** Has answers and errors heard until the binding is closed. */
  public Binding listen(Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Has redirects heard. */
  public void listenToRedirects(RedirectListener listener) {
    redirected.add(listener);
  }

  /** Has detours heard. */
  public void listenToDetours(DetourListener listener) {
    detours.add(listener);
  }

  void received(Packet packet) {
    if (packet.nextHeader() != NextHeader.XCMP) {
      node.statistics().count(Count.UNBOUND);
      return;
    }
    try {
      Dag from = packet.source();
      Xcmp message = Xcmp.decode(packet.payload());
      if (message instanceof EchoRequest request) {
        tell(from, request.reply());
      } else {
        heard(message, from);
      }
    } catch (MalformedPacket e) {
      node.statistics().count(Count.MALFORMED);
    }
  }

  /** One that is for something on this node: echoes are its own business. */
  void concerning(Packet packet) {
    try {
      heard(Xcmp.decode(packet.payload()), packet.source());
    } catch (MalformedPacket e) {
      node.statistics().count(Count.MALFORMED);
    }
  }

  private void heard(Xcmp message, Dag from) {
    switch (message) {
      case Redirect redirect -> redirected.forEach(each -> each.redirect(redirect));
      case EchoReply _, Unreachable _, TimeExceeded _, Unknown _ ->
          listeners.forEach(each -> each.heard(message, from));
      case EchoRequest _ -> {}
    }
  }

  void unreachable(Packet packet) {
    node.statistics().count(Count.UNREACHABLE);
    // Of the node that was reached last, what is preferred: that is what could not be reached.
    int edge = packet.edge(0);
    int wanted = edge < packet.destinationNodes() ? edge : packet.destinationNodes() - 1;
    error(packet, new Unreachable(Xcmp.NO_WAY, packet.node(wanted), Quote.of(packet)));
  }

  void timeExceeded(Packet packet) {
    node.statistics().count(Count.TIME_EXCEEDED);
    error(packet, new TimeExceeded(Quote.of(packet)));
  }

  void detour(Packet packet, Route route) {
    node.statistics().count(Count.DETOUR);
    detours.forEach(each -> each.detour(packet, route));
  }

  private void error(Packet about, Xcmp message) {
    if (!Xcmp.mayAnswer(about) || !mayTell()) {
      return;
    }
    try {
      tell(about.source(), message);
    } catch (MalformedPacket e) {
      node.statistics().count(Count.MALFORMED);
    }
  }

  private synchronized boolean mayTell() {
    long now = node.nanoTime();
    if (now - second >= SECOND) {
      second = now;
      errors = 0;
    }
    return errors++ < MOST_ERRORS;
  }

  /** Sends a message of this node's own. */
  public void tell(Dag to, Xcmp message) {
    node.send(Packet.of(to, node.address(node.hid()), NextHeader.XCMP, message.encode()));
  }
}
