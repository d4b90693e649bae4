package dev.drover.xia.daemon;

import dev.drover.xia.address.Xid;
import dev.drover.xia.attach.Attachment;
import dev.drover.xia.attach.Beacon;
import dev.drover.xia.attach.Custody;
import dev.drover.xia.attach.Gateway;
import dev.drover.xia.chunk.ChunkPublisher;
import dev.drover.xia.host.XiaHost;
import dev.drover.xia.identity.Counter;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.link.Link;
import dev.drover.xia.link.LinkException;
import dev.drover.xia.link.UdpLink;
import dev.drover.xia.migration.Receivers;
import dev.drover.xia.migration.Senders;
import dev.drover.xia.name.NameService;
import dev.drover.xia.node.Node;
import dev.drover.xia.transport.StreamOptions;
import dev.drover.xia.transport.XiaStack;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A host or router: {@code XiaMain FILE}. Runs until it is ended. */
public final class XiaMain {
  /** A migration whose path is broken for longer fails; its VM may stand still meanwhile. */
  private static final Duration DEAD_PEER = Duration.ofSeconds(30);

  private static final long PUBLISHED_BYTES = 256L << 20;

  /** One part each for what is published and what is kept, the rest for all else. */
  private static final int MEMORY_SHARE = 4;

  private XiaMain() {}

  /** Exit code 2 with one line when the file or a link is not as it must be. */
  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length != 1) {
      System.err.println("drover-xia: give one file of settings");
      System.exit(2);
    }
    try {
      run(Settings.read(Path.of(arguments[0])));
    } catch (IllegalArgumentException | LinkException | IOException e) {
      System.err.println("drover-xia: " + e.getMessage());
      System.exit(2);
    }
    new CountDownLatch(1).await();
  }

  private static void run(Settings settings) throws IOException {
    Identity identity = KeyFile.of(settings.key());
    List<Link> links = new ArrayList<>();
    for (String name : settings.links()) {
      links.add(UdpLink.open(name, settings.largestPacket()));
    }
    Console console = new Console(settings.control());
    switch (settings.role()) {
      case ROUTER -> router(settings, identity, links, console);
      case HOST -> host(settings, identity, links, console);
    }
    console.start();
  }

  private static void router(
      Settings settings, Identity identity, List<Link> links, Console console) {
    Identity domain = KeyFile.of(settings.domainKey().orElseThrow());
    Counter counter = new Counter(Clock.systemUTC());
    Node node = new Node(identity.hid(), links);
    if (settings.cacheBytes() > 0) {
      RouterCache.keep(node, settings.cachePolicy(), settings.cacheBytes(), console);
    }
    node.start();
    new Gateway(
        node,
        identity,
        counter,
        Beacon.authorize(domain, identity.hid(), counter.next()),
        settings.trust(),
        settings.names());
    Questions.answer(console, node);
    console.on(
        "custody",
        (words, out) -> {
          if (words.size() != 1) {
            throw new IllegalArgumentException("write custody HID");
          }
          out.println(
              HexFormat.of()
                  .formatHex(
                      Custody.grant(domain, Xid.parse(words.getFirst()), counter.next()).encode()));
        });
  }

  private static void host(Settings settings, Identity identity, List<Link> links, Console console)
      throws IOException {
    if (settings.custody().filter(word -> !Custody.grants(word, identity.hid())).isPresent()) {
      throw new IllegalArgumentException(
          "custody must be a domain's word for this host, " + identity.hid());
    }
    XiaHost host =
        XiaHost.open(
            identity,
            links,
            new Attachment.Options(settings.trust(), settings.form(), settings.custody()));
    if (settings.nameFile().isPresent()) {
      NameService.start(host.node(), identity, Clock.systemUTC(), settings.nameFile().get());
    }
    settings.name().ifPresent(host::keepName);
    Questions.answer(console, host.node());
    NameQuestions.answer(console, host.names());
    CarryingQuestions.answer(console, host.attachment().carrying(), host.node().neighbours());
    console.on("renew", (_, _) -> host.attachment().renew());
    carry(host.node(), console);
    console.on(
        "place",
        (_, out) -> host.attachment().place().ifPresent(place -> out.println(place.text())));
    console.on(
        "here",
        (_, out) ->
            host.attachment()
                .place()
                .ifPresent(place -> out.println(place.domain() + " " + identity.hid())));
  }

  /** Migrations from and to a host. */
  private static void carry(Node node, Console console) {
    StreamOptions options = StreamOptions.DEFAULT.withDeadPeer(DEAD_PEER);
    XiaStack stack = new XiaStack(node, options, Clock.systemUTC(), new SecureRandom());
    int processors = Runtime.getRuntime().availableProcessors();
    ExecutorService workers =
        Executors.newFixedThreadPool(
            processors, Thread.ofPlatform().daemon().name("xia work ", 0).factory());
    long memory = Runtime.getRuntime().maxMemory() / MEMORY_SHARE;
    Senders senders =
        new Senders(
            node,
            stack,
            new ChunkPublisher(node, Math.min(PUBLISHED_BYTES, memory)),
            workers,
            new SecureRandom());
    Receivers receivers =
        new Receivers(node, stack, workers, Math.min(Receivers.STORE_BYTES, memory));
    MigrationCommands.answer(console, senders, receivers);
  }
}
