package dev.drover.agent.token;

import dev.drover.agent.token.Here.Resident;
import dev.drover.agent.token.Message.Capacity;
import dev.drover.agent.token.Message.Claim;
import dev.drover.agent.token.Message.End;
import dev.drover.agent.token.Message.Ended;
import dev.drover.agent.token.Message.HaveRoom;
import dev.drover.agent.token.Message.Location;
import dev.drover.agent.token.Message.Pass;
import dev.drover.agent.token.Message.Passed;
import dev.drover.agent.token.Message.Refused;
import dev.drover.agent.token.Message.Verdict;
import dev.drover.agent.token.Message.Vote;
import dev.drover.agent.token.Message.Watch;
import dev.drover.agent.token.Message.Watched;
import dev.drover.agent.token.Message.WhereIs;
import dev.drover.agent.token.Part.Holding;
import dev.drover.agent.token.Part.Idle;
import dev.drover.agent.token.Part.Passing;
import dev.drover.agent.token.Part.Watching;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One host's part with the token: answers other hosts, and on a thread of its own does what the
 * token asks for.
 */
final class Keeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

  private final Site own;
  private final Here here;
  private final Holder holder;
  private final Patience patience;
  private final KeptStanding kept;
  private final Claims claims;
  private final Passage passage;
  private final Thread driver = Thread.ofVirtual().name("token").unstarted(this::drive);
  private volatile boolean deciding;
  private volatile boolean closed;

  Keeper(
      Site own,
      Here here,
      Lines lines,
      Parliament parliament,
      Holder holder,
      Patience patience,
      Book book) {
    this.own = own;
    this.here = here;
    this.holder = holder;
    this.patience = patience;
    this.kept = new KeptStanding(book);
    this.claims = new Claims(own, kept, parliament);
    this.passage = new Passage(kept, claims, here, lines, parliament, patience, () -> closed);
  }

  void start() {
    driver.start();
  }

  Standing standing() {
    return kept.now();
  }

  /**
   * {@return whether a VM of this host is being decided about, or moved; that goes on when its
   * token has ended meanwhile}
   */
  boolean isDeciding() {
    return deciding;
  }

  /** {@return the answer to another host; never blocks for long} */
  Message answer(Message request) {
    return switch (request) {
      case Pass(Token token) -> take(token);
      case WhereIs(int vm) -> new Location(vm, own.address(), here.vm(vm).isPresent());
      case HaveRoom _ -> new Capacity(own.address(), here.slots(), here.free().count());
      case Watch(Mark passed) -> {
        Standing now = standing();
        yield new Watched(now.progress(passed), now.seen());
      }
      case Claim claim -> claims.vote(claim, false);
      case End(long generation) -> {
        kept.change(now -> now.ended(generation));
        yield new Ended(generation);
      }
      case Passed _, Location _, Capacity _, Watched _, Vote _, Ended _, Refused _ ->
          new Refused("an answer is no request");
      case Message.Unknown(int type) -> new Refused("messages of type " + type + " are unknown");
    };
  }

  private Passed take(Token token) {
    KeptStanding.Told<Verdict> told =
        kept.answer(now -> {
          Standing.Answer<Verdict> offered = now.offered(token);
          return offered.answer() == Verdict.TAKEN && here.vm(token.holder()).isEmpty()
              ? new Standing.Answer<>(Verdict.NOT_HERE, now)
              : offered;
        });
    return new Passed(told.answer(), told.standing().seen(), own.address());
  }

  /**
   * Creates a first token, in place of any that there may be.
   *
   * @param token made for generation 1, which becomes the next that there is
   * @return its generation; empty when no majority of the electors agreed
   */
  Optional<Long> create(Token token) {
    return claims.claim(Mark.NONE, token, List.of()).map(granted -> granted.mark().generation());
  }

  /** Ends whatever token there is; {@return its generation}. */
  long end() {
    long generation = kept.now().generation();
    claims.end(generation);
    return generation;
  }

  private void drive() {
    while (!closed) {
      try {
        Part part = standing().part();
        switch (part) {
          case Idle _ -> idle();
          case Holding holding -> hold(holding);
          case Passing passing -> passage.settle(passing);
          case Watching watching -> passage.watch(watching);
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("with the token", e);
        if (!pause()) {
          return;
        }
      }
    }
  }

  private boolean pause() {
    try {
      Thread.sleep(patience.watchEvery());
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private void idle() throws InterruptedException {
    Optional<Token> silent = kept.awaitSilence(patience.silence());
    if (silent.isEmpty()) {
      return;
    }
    claims.claimUnlessAbout(silent.get());
  }

  private void hold(Holding holding) throws InterruptedException {
    Token token = holding.token();
    Optional<Resident> vm = here.vm(token.holder());
    if (vm.isEmpty()) {
      passage.forward(holding, token);
      return;
    }
    Thread.sleep(longer(patience.pause(), holder.unknownFor(vm.get())));
    Optional<Token> decided = decide(holding, vm.get());
    if (decided.isPresent()) {
      Token done = decided.get();
      if (kept.change(holding, now -> now.holding(done))) {
        passage.forward(new Holding(done), done);
      }
    }
  }

  /** Empty when the token has ended, or been replaced, before anything was decided. */
  private Optional<Token> decide(Holding holding, Resident vm) {
    deciding = true;
    try {
      return kept.now().part().equals(holding)
          ? Optional.of(holder.hold(holding.token(), vm))
          : Optional.empty();
    } finally {
      deciding = false;
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  @Override
  public void close() {
    closed = true;
    driver.interrupt();
  }
}
