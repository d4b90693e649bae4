package dev.drover.xia.name;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.identity.Refusals;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.name.NameMessage.Reply;
import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.packet.Quote;
import dev.drover.xia.packet.Xcmp;
import dev.drover.xia.stack.Network;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Questions on their way and their answers: sent again when none comes, believed when the server's
 * key signed them for just this question. Safe for use by many threads.
 */
final class Questions implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(NameClient.class.getName());

  /** Of answers to one question that may wait to be judged; the others are lost. */
  private static final int WAITING = 16;

  private final Network network;
  private final Supplier<Optional<NameServer>> server;
  private final RandomGenerator random;
  private final Patience patience;
  private final Refusals refusals;

  /** Where answers come to: a service that nobody else knows. */
  private final Xid self;

  private final Network.Binding binding;
  private final Network.Binding moves;

  /** Where a question led that did not arrive, until one does. */
  private volatile Optional<Dag> unreached = Optional.empty();

  /** By request; empty in a queue is a reason to ask again. */
  private final Map<Long, BlockingQueue<Optional<Statement>>> open = new ConcurrentHashMap<>();

  Questions(
      Network network,
      Supplier<Optional<NameServer>> server,
      RandomGenerator random,
      Patience patience) {
    this.network = network;
    this.server = server;
    this.random = random;
    this.patience = patience;
    this.refusals = new Refusals(LOG, network::nanoTime);
    this.self = new Xid(XidType.SID, random.nextLong(), random.nextLong(), random.nextInt());
    this.binding = network.bind(self, this::receive);
    // Answers on their way go to where this node was.
    this.moves =
        network.onMove(() -> open.values().forEach(answers -> answers.add(Optional.empty())));
  }

  private void receive(Packet packet) {
    try {
      if (packet.nextHeader() == NextHeader.XCMP) {
        Xcmp.decode(packet.payload()).undelivered().ifPresent(this::undelivered);
        return;
      }
      if (NameMessage.decode(NameMessage.carried(packet))
          instanceof Reply(long request, Statement answer)) {
        BlockingQueue<Optional<Statement>> waiting = open.get(request);
        if (waiting != null && waiting.size() < WAITING) {
          waiting.add(Optional.of(answer));
        }
      } else {
        throw new MalformedPacket("it is no answer");
      }
    } catch (MalformedPacket e) {
      refuse(packet.sourceIntent(), e.getMessage());
    }
  }

  /**
   * Only who has seen a question knows this service: it is asked again, and said why in the end.
   */
  private void undelivered(Quote quote) {
    if (!quote.packet().sourceIntent().equals(self)) {
      throw new MalformedPacket("an error is about what was not sent from here");
    }
    unreached = Optional.of(quote.packet().destination());
  }

  private void refuse(Xid from, @Nullable String why) {
    refusals.add(() -> "refused an answer about names from %s: %s".formatted(from, why));
  }

  /**
   * Asks until an answer comes that can be believed.
   *
   * @param question given the request's number
   * @return nothing when none came
   */
  Optional<Answer> ask(LongFunction<NameMessage> question) throws InterruptedException {
    long request = random.nextLong();
    byte[] message = question.apply(request).encode();
    BlockingQueue<Optional<Statement>> answers = new LinkedBlockingQueue<>();
    open.put(request, answers);
    try {
      long wait = patience.first().toNanos();
      for (int sent = 0; sent < patience.requests(); sent++) {
        // Where the server is may be learned, and this node may move, while it waits.
        Optional<NameServer> now = server.get();
        now.ifPresent(at -> send(at, message));
        Network.Timer timer = network.after(wait, () -> answers.add(Optional.empty()));
        try {
          for (Optional<Statement> heard = answers.take();
              heard.isPresent();
              heard = answers.take()) {
            Optional<Answer> answer = believe(heard.get(), now, message);
            if (answer.isPresent()) {
              unreached = Optional.empty();
              return answer;
            }
          }
        } finally {
          timer.cancel();
        }
        wait *= 2;
      }
      return Optional.empty();
    } finally {
      open.remove(request);
    }
  }

  private void send(NameServer server, byte[] message) {
    network.send(
        Packet.of(
            server.address(),
            network.address(self),
            NextHeader.TRANSPORT,
            NameMessage.payload(message)));
  }

  private Optional<Answer> believe(
      Statement statement, Optional<NameServer> server, byte[] message) {
    Xid key = server.map(NameServer::key).orElse(Xid.NAMES);
    try {
      if (!statement.signer().xid(key.type()).equals(key)) {
        throw new MalformedPacket("its signer is not the name server");
      }
      Answer answer = Answer.of(statement, message);
      if (!statement.genuine()) {
        throw new MalformedPacket("its signature is not its signer's");
      }
      return Optional.of(answer);
    } catch (MalformedPacket e) {
      refuse(statement.signer().xid(key.type()), e.getMessage());
      return Optional.empty();
    }
  }

  /** {@return why nothing came, for people} */
  String silence() {
    return server
        .get()
        .map(at ->
            unreached.filter(at.address()::equals).isPresent()
                ? "no way leads to the name server at " + at.address()
                : "the name server at " + at.address() + " does not answer")
        .orElse("no name server is known; no gateway's beacon was heard yet");
  }

  @Override
  public void close() {
    moves.close();
    binding.close();
  }
}
