package dev.drover.xia.host;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.XidType;
import dev.drover.xia.attach.Attachment;
import dev.drover.xia.attach.Place;
import dev.drover.xia.identity.Counter;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.link.Link;
import dev.drover.xia.name.Hosts;
import dev.drover.xia.name.KeptName;
import dev.drover.xia.name.Name;
import dev.drover.xia.name.NameClient;
import dev.drover.xia.name.NameServer;
import dev.drover.xia.name.Patience;
import dev.drover.xia.node.Node;
import dev.drover.xia.transport.StreamException;
import dev.drover.xia.transport.StreamSocket;
import dev.drover.xia.transport.XiaStack;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A host of XIA within this program: its links, its place in the network and its names. What it
 * opens is closed with it.
 */
public final class XiaHost implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(5);

  private final Identity identity;
  private final Node node;
  private final Attachment attachment;
  private final NameClient names;
  private final XiaStack streams;
  private final ByName byName;

  private XiaHost(Identity identity, Node node, Attachment attachment, NameClient names) {
    this.identity = identity;
    this.node = node;
    this.attachment = attachment;
    this.names = names;
    this.streams = new XiaStack(node);
    this.byName = new ByName(streams, names);
  }

  /** Joins the network by these links; whether a gateway is there shows later. */
  public static XiaHost open(Identity identity, List<Link> links, Attachment.Options options) {
    Counter counter = new Counter(Clock.systemUTC());
    Node node = new Node(identity.hid(), links);
    Attachment attachment = new Attachment(node, identity, counter, options);
    NameClient names =
        new NameClient(
            node,
            () -> attachment.place().flatMap(Place::names).flatMap(XiaHost::server),
            Hosts.none(),
            counter,
            new SecureRandom(),
            Patience.USUAL);
    node.start();
    attachment.solicit();
    return new XiaHost(identity, node, attachment, names);
  }

  /** The host that keeps names proves its answers with its own key. */
  private static Optional<NameServer> server(Dag address) {
    return address.first(XidType.HID).map(host -> new NameServer(address, host));
  }

  /**
   * Waits until a gateway was heard.
   *
   * @return false when that took longer than {@code patience}
   */
  public boolean awaitPlace(Duration patience) throws InterruptedException {
    long deadline = node.nanoTime() + patience.toNanos();
    while (attachment.place().isEmpty()) {
      if (node.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(LOOK);
    }
    return true;
  }

  /** Has a name stand for this host, wherever it is, until what is returned is closed. */
  public KeptName keepName(Name name) {
    return names.keep(
        identity, name, () -> node.address(node.hid()), NameClient.USUAL_LIFE, _ -> {});
  }

  /** Has a name stand for a service on this host, wherever it is. */
  public KeptName keepName(Name name, Identity service) {
    return names.keep(
        service, name, () -> node.address(service.sid()), NameClient.USUAL_LIFE, _ -> {});
  }

  /**
   * Opens a stream to the service that has this name. It lives on when this host and the service
   * move at the same time: the name is asked again.
   *
   * @throws StreamException when nobody has the name, or nothing answers there
   */
  public StreamSocket connect(Name service, Duration timeout)
      throws StreamException, InterruptedException {
    return byName.connect(service, timeout);
  }

  public Identity identity() {
    return identity;
  }

  public Node node() {
    return node;
  }

  public Attachment attachment() {
    return attachment;
  }

  public NameClient names() {
    return names;
  }

  /** {@return what opens streams and datagram sockets of this host} */
  public XiaStack streams() {
    return streams;
  }

  @Override
  public void close() {
    streams.close();
    names.close();
    attachment.close();
    node.close();
  }
}
