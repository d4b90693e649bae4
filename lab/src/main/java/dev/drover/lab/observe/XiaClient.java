package dev.drover.lab.observe;

import dev.drover.lab.calculation.Answer;
import dev.drover.lab.calculation.Question;
import dev.drover.lab.calculation.XiaSettings;
import dev.drover.lab.system.Commands;
import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.attach.AddressForm;
import dev.drover.xia.attach.Attachment;
import dev.drover.xia.identity.Counter;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.link.UdpLink;
import dev.drover.xia.name.Lookup;
import dev.drover.xia.name.Name;
import dev.drover.xia.name.NameClient;
import dev.drover.xia.node.Node;
import dev.drover.xia.transport.Datagrams;
import dev.drover.xia.transport.StreamSocket;
import dev.drover.xia.transport.XiaStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host of XIA from which a VM's calculation service is asked. It is not the client's own daemon
 * but stands beside it on the same cable, on an interface of its own, as two programs cannot share
 * the port of a link.
 */
public final class XiaClient {
  private static final Logger LOG = LoggerFactory.getLogger(XiaClient.class);
  private static final String LINK = "nic0";

  /** An emulated guest that signs for the first time takes a second or two. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final Attachment attachment;
  private final XiaStack stack;
  private final NameClient names;
  private final Name name;
  private final Dag home;
  private final Node node;
  private volatile Optional<StreamSocket> stream = Optional.empty();

  private XiaClient(XiaSettings settings, UdpLink link) {
    Identity identity = Identity.generate();
    Counter counter = new Counter(Clock.systemUTC());
    this.node = new Node(identity.hid(), List.of(link));
    this.attachment = new Attachment(node, identity, counter, settings.attaches(AddressForm.FLAT));
    this.stack = new XiaStack(node);
    this.names = settings.client(node, attachment, counter);
    this.name = settings.name();
    this.home = settings.address();
    stack.locateWith(_ -> relocated());
    node.start();
    attachment.solicit();
  }

  /** {@return where is written what those who ask a VM must know} */
  public static Path settings(Path lab, String vm) {
    return lab.resolve("xia").resolve("vms").resolve(vm + ".properties");
  }

  /** Makes a host for asking one VM, in this process's network namespace. */
  static XiaClient start(Path lab, String vm, int number, Commands commands) {
    XiaSettings settings;
    try {
      settings = XiaSettings.read(settings(lab, vm));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String device = "ask" + number;
    commands.run(
        List.of("sh", "-s", device, LINK),
        """
        set -e
        ip link del $1 2>/dev/null || true
        ip link add $1 link $2 type macvlan mode bridge
        for setting in disable_ipv6 accept_dad; do
          echo 0 > /proc/sys/net/ipv6/conf/$1/$setting
        done
        ip link set $1 up
        tries=0
        until grep -q "^fe80.* $1$" /proc/net/if_inet6 || [ $tries -ge 100 ]; do
          sleep 0.02
          tries=$((tries + 1))
        done
        """);
    return new XiaClient(settings, UdpLink.open(device, UdpLink.DEFAULT_PACKET));
  }

  Way stream() throws IOException, InterruptedException {
    StreamSocket socket = stack.connect(find().orElse(home), PATIENCE);
    stream = Optional.of(socket);
    return new StreamWay(socket.input(), socket.output(), socket::close);
  }

  Way datagrams() throws IOException, InterruptedException {
    return new DatagramWay(stack.datagrams(Identity.generate()));
  }

  /** Has echoes sent to the VM from here. */
  void probe(String vm, Duration probing, Ring ring) {
    new XiaProbes(node, this::machine, probing, ring, ObserverFiles::nowUs).start(vm);
  }

  /** {@return where the VM is as the stream to its service knows; at home while there is none} */
  private Dag machine() {
    Dag service = stream.filter(StreamSocket::isOpen).map(StreamSocket::peer).orElse(home);
    List<Xid> nodes = service.nodes();
    return Dag.chain(nodes.subList(0, nodes.size() - 1).toArray(Xid[]::new));
  }

  /** Where the service is, if the name service says it. */
  private Optional<Dag> find() throws IOException, InterruptedException {
    if (attachment.place().isEmpty()) {
      throw new IOException("no gateway was heard yet");
    }
    names.forget(name);
    return names.lookup(name) instanceof Lookup.Found(Dag address)
        ? Optional.of(address)
        : Optional.empty();
  }

  /** For streams: it has moved, and does not hear this client. */
  private Optional<Dag> relocated() {
    try {
      return find();
    } catch (IOException e) {
      LOG.debug("{}: {}", name, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  private final class DatagramWay implements Way {
    private final Datagrams socket;
    private final Semaphore mayFind = new Semaphore(1);
    private volatile Dag address = home;

    DatagramWay(Datagrams socket) {
      this.socket = socket;
    }

    @Override
    public void ask(Question question) throws IOException {
      socket.send(address, question.encode());
    }

    @Override
    public Answer await() throws IOException, InterruptedException {
      while (true) {
        byte[] bytes = socket.receive().bytes();
        try {
          return Answer.decode(bytes);
        } catch (IllegalArgumentException e) {
          // Anybody may send anything here.
        }
      }
    }

    @Override
    public boolean loses() {
      return true;
    }

    @Override
    public void silent() {
      if (mayFind.tryAcquire()) {
        Thread.ofVirtual().name("find " + name).start(this::look);
      }
    }

    private void look() {
      try {
        find().ifPresent(found -> address = found);
      } catch (IOException e) {
        LOG.debug("{}: {}", name, e.toString());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        mayFind.release();
      }
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
