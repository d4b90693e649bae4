package dev.drover.agent.token;

import dev.drover.agent.api.Decision;
import dev.drover.agent.api.PlacementReport.TokenState;
import dev.drover.agent.flow.Ipv4;
import dev.drover.agent.token.Part.Holding;
import dev.drover.agent.token.Part.Idle;
import dev.drover.agent.token.Part.Passing;
import dev.drover.agent.token.Part.Watching;
import dev.drover.calls.TlsFiles;
import dev.drover.decide.communication.TokenPolicy;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A host's part in S-CORE: it hears others, keeps the token while it is here, and decides. */
public final class TokenService implements AutoCloseable {
  /** Decisions that are remembered. */
  private static final int REMEMBERED = 1000;

  private final Keeper keeper;
  private final Listener listener;
  private final Deque<Decision> decisions = new ArrayDeque<>();

  /**
   * Goes on with what an earlier one has on record, and listens at once.
   *
   * @param sites all hosts, in the order that all of them have
   * @param name of this one
   * @param directory for its record
   * @param tls empty to believe everybody
   */
  public TokenService(
      List<Site> sites,
      String name,
      Path directory,
      int port,
      Optional<TlsFiles> tls,
      Rules rules,
      Patience patience,
      Here here,
      Mover mover,
      InstantSource clock) {
    int place = sites.stream().map(Site::name).toList().indexOf(name);
    if (place < 0) {
      throw new IllegalArgumentException("this host, " + name + ", is none of those listed");
    }
    Site own = sites.get(place);
    Parties parties = new Parties(sites, tls);
    Lines lines = new SocketLines(parties, port);
    Parliament parliament =
        new Parliament(sites.stream().map(Site::address).toList(), own.address(), lines);
    Holder holder = new Holder(sites, place, rules, here, lines, mover, clock, this::remember);
    this.keeper = new Keeper(own, here, lines, parliament, holder, patience, Book.in(directory));
    this.listener =
        new Listener(
            new InetSocketAddress(Ipv4.text(own.address()), port), parties, keeper::answer);
    keeper.start();
  }

  private synchronized void remember(Decision decision) {
    decisions.addLast(decision);
    if (decisions.size() > REMEMBERED) {
      decisions.removeFirst();
    }
  }

  /** {@return what was decided here after {@code sinceMs}, oldest first} */
  public synchronized List<Decision> decisions(long sinceMs) {
    return decisions.stream().filter(decision -> decision.atMs() > sinceMs).toList();
  }

  /**
   * Creates a token, in place of any that there may be.
   *
   * @param rounds after which it ends; 0: never
   * @param together how many VMs go elsewhere at once at most, once none goes alone any more
   * @param still whether nobody moved in a round just before
   * @param vms addresses, in the order in which equals hold it
   * @return its generation; empty when no majority of the hosts that are asked agreed
   */
  public Optional<Long> create(
      TokenPolicy policy, int rounds, int together, boolean still, int[] vms) {
    return keeper.create(Token.first(1, policy, rounds, vms, together, still));
  }

  /** Ends whatever token there is, everywhere; {@return its generation}. */
  public long end() {
    return keeper.end();
  }

  /** {@return what this host knows of the token} */
  public TokenState state() {
    Standing standing = keeper.standing();
    // After that: who has no token any more may still be at work with it, not the other way round.
    boolean deciding = keeper.isDeciding();
    return new TokenState(
        deciding ? "deciding" : kind(standing.part()),
        standing.seen().generation(),
        standing.seen().hop(),
        standing.ended(),
        standing.last().map(Token::round).orElse(0),
        standing.last().map(Token::moves).orElse(0),
        standing.last().map(token -> Ipv4.text(token.holder())));
  }

  private static String kind(Part part) {
    return switch (part) {
      case Idle _ -> "idle";
      case Holding _ -> "holding";
      case Passing _ -> "passing";
      case Watching _ -> "watching";
    };
  }

  /** Stops; what is on record goes on with a successor. */
  @Override
  public void close() {
    keeper.close();
    listener.close();
  }
}
