package dev.drover.xia.name;

import dev.drover.xia.address.Xid;
import dev.drover.xia.identity.Counter;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.Refusals;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.name.Answer.Refused;
import dev.drover.xia.name.Answer.Registered;
import dev.drover.xia.name.NameMessage.ListNames;
import dev.drover.xia.name.NameMessage.Query;
import dev.drover.xia.name.NameMessage.Register;
import dev.drover.xia.name.NameMessage.Reply;
import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.stack.Network;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The name service of a node: answers on {@link Xid#NAMES} until it is closed. Requests that come
 * faster than they are answered are lost, as on any full queue; clients ask again.
 *
 * <p>With a file, names and counters survive a restart: what was answered has been written before.
 */
public final class NameService implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(NameService.class.getName());

  /** About a megabyte each thousand. */
  static final int MOST_NAMES = 16_384;

  private static final int WAITING = 512;

  private final Network network;
  private final Identity identity;
  private final Clock clock;
  private final Counter counter;
  private final Registry registry;
  private final @Nullable Snapshot snapshot;
  private final Refusals refusals;

  /** Nothing is the end. */
  private final BlockingQueue<Optional<Packet>> requests = new ArrayBlockingQueue<>(WAITING);

  private final Network.Binding binding;
  private final Thread worker;

  private NameService(
      Network network, Identity identity, Clock clock, Registry registry, @Nullable Snapshot file) {
    this.network = network;
    this.identity = identity;
    this.clock = clock;
    this.counter = new Counter(clock);
    this.registry = registry;
    this.snapshot = file;
    this.refusals = new Refusals(LOG, network::nanoTime);
    this.worker = Thread.ofVirtual().name("xia-names").unstarted(this::work);
    this.binding = network.bind(Xid.NAMES, this::arrived);
    worker.start();
  }

  /** Serves names that are forgotten when it is closed. {@code identity} signs the answers. */
  public static NameService start(Network network, Identity identity, Clock clock) {
    return new NameService(network, identity, clock, new Registry(MOST_NAMES), null);
  }

  /**
   * Serves names that {@code file} remembers.
   *
   * @throws IOException when there is a file but it cannot be read
   */
  public static NameService start(Network network, Identity identity, Clock clock, Path file)
      throws IOException {
    Registry registry = new Registry(MOST_NAMES);
    Snapshot snapshot = new Snapshot(file);
    registry.restore(snapshot.read(network.nanoTime(), clock.millis()));
    return new NameService(network, identity, clock, registry, snapshot);
  }

  private void arrived(Packet packet) {
    // That an answer did not arrive is no question: who waits for it asks again.
    if (packet.nextHeader() != NextHeader.XCMP) {
      requests.offer(Optional.of(packet));
    }
  }

  /** {@return where it is now, for beacons to say} */
  public NameServer where() {
    return new NameServer(network.address(Xid.NAMES), identity.hid());
  }

  /** Answers what has come, then ends. */
  @Override
  public void close() {
    binding.close();
    try {
      // No interrupt: it would tear a file that is being written.
      requests.put(Optional.empty());
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try {
      boolean ended = false;
      while (!ended) {
        List<Optional<Packet>> batch = new ArrayList<>(List.of(requests.take()));
        requests.drainTo(batch, WAITING);
        ended = batch.contains(Optional.<Packet>empty());
        answer(batch.stream().flatMap(Optional::stream).toList());
      }
    } catch (InterruptedException e) {
      LOG.log(Level.ERROR, "the name service was interrupted and ends", e);
    }
  }

  private void answer(List<Packet> batch) {
    List<Packet> replies = new ArrayList<>();
    boolean changed = false;
    for (Packet request : batch) {
      try {
        byte[] message = NameMessage.carried(request);
        NameMessage read = NameMessage.decode(message);
        Answer answer = decide(read, request);
        changed |= answer instanceof Registered;
        Statement signed = answer.sign(identity, counter.next(), message);
        replies.add(
            Packet.of(
                request.source(),
                network.address(Xid.NAMES),
                NextHeader.TRANSPORT,
                NameMessage.payload(new Reply(read.request(), signed).encode())));
      } catch (MalformedPacket e) {
        refuse("a request about names", request, e.getMessage());
      }
    }
    if (changed) {
      write();
    }
    replies.forEach(network::send);
  }

  private Answer decide(NameMessage request, Packet packet) {
    long now = network.nanoTime();
    return switch (request) {
      case Query query -> registry.find(query.name(), now);
      case ListNames list -> registry.list(list.after(), now);
      case Register register -> {
        Answer answer = registry.register(register.registration(), now, wallMicros());
        if (answer instanceof Refused(Refusal reason)) {
          refuse(subject(register.registration()), packet, reason.why());
        }
        yield answer;
      }
      case Reply _ -> throw new MalformedPacket("an answer is no request");
    };
  }

  private long wallMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }

  private static String subject(Statement statement) {
    try {
      return "the registration of " + Registration.of(statement).name();
    } catch (MalformedPacket e) {
      return "a registration";
    }
  }

  private void refuse(String what, Packet from, @Nullable String why) {
    refusals.add(() -> "refused %s from %s: %s".formatted(what, from.sourceIntent(), why));
  }

  private void write() {
    if (snapshot == null) {
      return;
    }
    try {
      snapshot.write(registry.kept(), network.nanoTime(), clock.millis());
    } catch (IOException e) {
      LOG.log(Level.ERROR, "names are not written and will not survive a restart: " + e);
    }
  }
}
