package dev.drover.agent.token;

import dev.drover.agent.flow.Ipv4;
import dev.drover.agent.token.Lines.Reply;
import dev.drover.agent.token.Message.Watch;
import dev.drover.agent.token.Message.Watched;
import dev.drover.agent.token.Part.Holding;
import dev.drover.agent.token.Part.Passing;
import dev.drover.agent.token.Part.Watching;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A token's way from this host to the next, and the watch over it until it has gone on from there.
 */
final class Passage {
  private static final Logger LOG = LoggerFactory.getLogger(Passage.class);

  /** A VM that was just handed over answers nobody for a moment. */
  private static final int TRIES = 3;

  private final KeptStanding kept;
  private final Claims claims;
  private final Here here;
  private final Lines lines;
  private final Parliament parliament;
  private final Patience patience;
  private final BooleanSupplier closed;

  /**
   * Does nothing yet.
   *
   * @param closed whether to leave off
   */
  Passage(
      KeptStanding kept,
      Claims claims,
      Here here,
      Lines lines,
      Parliament parliament,
      Patience patience,
      BooleanSupplier closed) {
    this.kept = kept;
    this.claims = claims;
    this.here = here;
    this.lines = lines;
    this.parliament = parliament;
    this.patience = patience;
    this.closed = closed;
  }

  /**
   * Passes a token on: to where its holder is, which is not here, else to whoever is next, leaving
   * out those that cannot be reached.
   */
  void forward(Holding holding, Token token) throws InterruptedException {
    Holding now = holding;
    Token at = token;
    boolean follows = at.isTurnOfHolder();
    while (!closed.getAsBoolean()) {
      OptionalInt next = follows ? OptionalInt.of(at.holder()) : at.next();
      follows = false;
      if (next.isEmpty()) {
        if (at.isOver()) {
          LOG.info("{} has ended", at);
          claims.end(at.mark().generation());
          return;
        }
        at = at.nextRound();
      } else if (here.vm(next.getAsInt()).isPresent()) {
        Token passed = at.to(next.getAsInt());
        kept.change(now, standing -> standing.holding(passed));
        return;
      } else {
        Optional<Token> without = pass(now, at, next.getAsInt());
        if (without.isEmpty()) {
          return;
        }
        at = without.get();
      }
      Holding changed = new Holding(at);
      Token left = at;
      if (!kept.change(now, standing -> standing.holding(left))) {
        return;
      }
      now = changed;
    }
  }

  /**
   * Offers it to a VM elsewhere; {@return the token without that VM when nobody has it from us,
   * empty when that is not so, or not sure}.
   */
  private Optional<Token> pass(Holding holding, Token token, int vm) throws InterruptedException {
    Token offered = token.to(vm);
    Passing passing = new Passing(offered);
    for (int tried = 1; ; tried++) {
      if (!kept.change(tried == 1 ? holding : new Holding(token), now -> now.passing(offered))) {
        return Optional.empty();
      }
      switch (Offer.of(offered, lines)) {
        case Offer.Taken(int host) -> {
          kept.change(passing, now -> now.watching(offered, host));
          return Optional.empty();
        }
        case Offer.Stale(Mark seen) -> {
          stale(passing, seen);
          return Optional.empty();
        }
        case Offer.Unsure _ -> {
          return Optional.empty();
        }
        case Offer.Nowhere(String why) -> {
          if (!kept.change(passing, now -> now.holding(token))) {
            return Optional.empty();
          }
          LOG.info("{}: {}", offered, why);
        }
      }
      if (tried >= TRIES && parliament.isReached()) {
        return Optional.of(token.done(vm));
      }
      Thread.sleep(patience.watchEvery());
    }
  }

  /**
   * Drops what another host does not take. That host may know of a later one only that it was to
   * be: then nobody may ever have created it, so all are asked.
   */
  private void stale(Passing passing, Mark seen) throws InterruptedException {
    Token token = passing.token();
    boolean dropped = kept.change(passing, now -> now.learned(seen.generation()).idle());
    if (seen.generation() > token.mark().generation()) {
      LOG.info("{} is dropped: {} is about", token, seen);
    } else if (dropped) {
      LOG.info("{} is dropped: a later one has been promised, or it has ended", token);
      Thread.sleep(patience.watchEvery());
      claims.claimUnlessAbout(token);
    }
  }

  /** It may have arrived: asks until that is known, or creates it anew. */
  void settle(Passing passing) throws InterruptedException {
    Token token = passing.token();
    long began = System.nanoTime();
    while (!closed.getAsBoolean() && kept.now().part().equals(passing)) {
      switch (Offer.of(token, lines)) {
        case Offer.Taken(int host) -> kept.change(passing, now -> now.watching(token, host));
        case Offer.Stale(Mark seen) -> stale(passing, seen);
        // It was somewhere once, perhaps: no proof that nobody has it.
        case Offer.Nowhere _, Offer.Unsure _ -> {
          if (System.nanoTime() - began > patience.lostAfter().toNanos()) {
            LOG.warn("{} may be lost", token);
            claims.claim(token.mark(), token, List.of(token.holder()));
            began = System.nanoTime();
          }
          Thread.sleep(patience.watchEvery());
        }
      }
    }
  }

  void watch(Watching watching) throws InterruptedException {
    Token token = watching.token();
    long heard = System.nanoTime();
    while (!closed.getAsBoolean() && kept.now().part().equals(watching)) {
      Reply reply = lines.ask(watching.host(), new Watch(token.mark()));
      boolean lost = false;
      if (reply instanceof Reply.Told(Watched(Message.Progress progress, _))) {
        switch (progress) {
          case HERE -> heard = System.nanoTime();
          case GONE_ON, OVER -> kept.change(watching, Standing::idle);
          case UNKNOWN -> lost = true;
        }
      }
      if (lost || System.nanoTime() - heard > patience.lostAfter().toNanos()) {
        LOG.warn("{} is lost with {}", token, Ipv4.text(watching.host()));
        claims.claim(token.mark(), token, List.of(token.holder()));
        heard = System.nanoTime();
      }
      Thread.sleep(patience.watchEvery());
    }
  }
}
