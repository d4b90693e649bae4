package dev.drover.xia.name;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.DagText;
import dev.drover.xia.identity.Counter;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.name.NameMessage.ListNames;
import dev.drover.xia.name.NameMessage.Query;
import dev.drover.xia.name.NameMessage.Register;
import dev.drover.xia.stack.Network;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A node's way to names. Its methods wait for answers, on virtual threads at best. Safe for use by
 * many threads.
 */
public final class NameClient implements AutoCloseable {
  /** How long a name lives that is not registered anew. */
  public static final Duration USUAL_LIFE = Duration.ofSeconds(60);

  private static final int MOST_CACHED = 1_024;

  private final Network network;
  private final Hosts hosts;
  private final Counter counter;
  private final Questions questions;
  private final Cache cache = new Cache(MOST_CACHED);

  /**
   * @param server the one that the gateway's beacon told of last, asked for each request
   * @param random whose numbers nobody can guess, such as {@link java.security.SecureRandom}
   * @param counter for what is signed here; one for all users of the same identities
   */
  public NameClient(
      Network network,
      Supplier<Optional<NameServer>> server,
      Hosts hosts,
      Counter counter,
      RandomGenerator random,
      Patience patience) {
    this.network = network;
    this.hosts = hosts;
    this.counter = counter;
    this.questions = new Questions(network, server, random, patience);
  }

  /**
   * Finds an address: of what is one as text already, from the hosts file, from what was answered
   * lately, or from the server.
   *
   * @throws IllegalArgumentException when it is neither an address nor a name
   */
  public Lookup lookup(String text) throws InterruptedException {
    if (text.matches("(?s)(DAG|RE)\\s.*|!?[^-:]+-\\p{XDigit}{40}-[^-]*(:.*)?")) {
      return new Lookup.Found(DagText.parse(text));
    }
    return lookup(new Name(text));
  }

  /** As the other, of a name. */
  public Lookup lookup(Name name) throws InterruptedException {
    Optional<Dag> known = hosts.find(name);
    if (known.isPresent()) {
      return new Lookup.Found(known.get());
    }
    Optional<Lookup> cached = cache.find(name, network.nanoTime());
    if (cached.isPresent()) {
      return cached.get();
    }
    Optional<Answer> answer = questions.ask(request -> new Query(request, name));
    return switch (answer.orElse(null)) {
      case null -> new Lookup.Unavailable(questions.silence());
      case Answer.Found(Dag address, Duration life) ->
          cached(name, new Lookup.Found(address), life);
      case Answer.NotFound(Duration life) -> cached(name, new Lookup.NotFound(), life);
      case Answer.Registered _, Answer.Refused _, Answer.Names _ ->
          new Lookup.Unavailable("the name server answers what was not asked");
    };
  }

  private Lookup cached(Name name, Lookup lookup, Duration life) {
    cache.put(name, lookup, network.nanoTime() + life.toNanos());
    return lookup;
  }

  /** The next look-up asks the server: what was answered does not lead there any more. */
  public void forget(Name name) {
    cache.forget(name);
  }

  /**
   * {@return all names that the server has, in order}
   *
   * @throws NoAnswer when it does not say
   */
  public List<Name> list() throws InterruptedException, NoAnswer {
    List<Name> names = new ArrayList<>();
    Optional<Name> after = Optional.empty();
    while (true) {
      Optional<Name> from = after;
      Optional<Answer> answer = questions.ask(request -> new ListNames(request, from));
      if (!(answer.orElse(null) instanceof Answer.Names(List<Name> some, boolean more))) {
        throw new NoAnswer(questions.silence());
      }
      names.addAll(some);
      if (!more || some.isEmpty()) {
        return names;
      }
      after = Optional.of(some.getLast());
    }
  }

  /**
   * Has a name stand for an address, once.
   *
   * @param owner who has the name already, or a key of one of the address's nodes
   * @param life zero takes the name back
   */
  public Enrolment register(Identity owner, Name name, Dag address, Duration life)
      throws InterruptedException {
    Statement statement = new Registration(name, address, life).sign(owner, counter.next());
    cache.forget(name);
    Optional<Answer> answer = questions.ask(request -> new Register(request, statement));
    return switch (answer.orElse(null)) {
      case null -> new Enrolment.Unavailable(questions.silence());
      case Answer.Registered(Duration granted) -> new Enrolment.Done(granted);
      case Answer.Refused(Refusal reason) -> new Enrolment.Refused(reason);
      case Answer.Found _, Answer.NotFound _, Answer.Names _ ->
          new Enrolment.Unavailable("the name server answers what was not asked");
    };
  }

  /**
   * Keeps a name until what is returned is closed: registers it now, again before it expires, and
   * at once whenever this node moves.
   *
   * @param address asked each time
   * @param told of each attempt, on the thread that made it
   */
  public KeptName keep(
      Identity owner, Name name, Supplier<Dag> address, Duration life, Consumer<Enrolment> told) {
    return new KeptName(
        network, () -> register(owner, name, address.get(), life), life, told, name);
  }

  /** Names that are kept must be closed before. */
  @Override
  public void close() {
    questions.close();
  }
}
