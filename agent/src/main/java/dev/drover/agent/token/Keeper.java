package dev.drover.agent.token;

import dev.drover.agent.flow.Ipv4;
import dev.drover.agent.token.Here.Resident;
import dev.drover.agent.token.Lines.Reply;
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
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one host's {@link Standing}: answers other hosts, and on a thread of its own does what the
 * token asks for. The standing is on the disk before anybody is told of it.
 */
final class Keeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

  /** A VM that was just handed over answers nobody for a moment. */
  private static final int TRIES = 3;

  private final Site own;
  private final Here here;
  private final Lines lines;
  private final Parliament parliament;
  private final Holder holder;
  private final Patience patience;
  private final Book book;
  private final Thread driver = Thread.ofVirtual().name("token").unstarted(this::drive);
  private Standing standing;
  private long activeNanos = System.nanoTime();
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
    this.lines = lines;
    this.parliament = parliament;
    this.holder = holder;
    this.patience = patience;
    this.book = book;
    this.standing = book.load();
  }

  void start() {
    driver.start();
  }

  synchronized Standing standing() {
    return standing;
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
      case Claim claim -> vote(claim, false);
      case End(long generation) -> {
        change(now -> now.ended(generation));
        yield new Ended(generation);
      }
      case Passed _, Location _, Capacity _, Watched _, Vote _, Ended _, Refused _ ->
          new Refused("an answer is no request");
      case Message.Unknown(int type) -> new Refused("messages of type " + type + " are unknown");
    };
  }

  private synchronized Passed take(Token token) {
    Standing.Answer<Verdict> offered = standing.offered(token);
    if (offered.answer() != Verdict.TAKEN) {
      return new Passed(offered.answer(), standing.seen(), own.address());
    }
    if (here.vm(token.holder()).isEmpty()) {
      return new Passed(Verdict.NOT_HERE, standing.seen(), own.address());
    }
    set(offered.next());
    return new Passed(Verdict.TAKEN, standing.seen(), own.address());
  }

  private synchronized Vote vote(Claim claim, boolean self) {
    Standing.Answer<Boolean> answer = standing.claimed(claim, self);
    if (!answer.next().equals(standing)) {
      set(answer.next());
    }
    return new Vote(answer.answer(), standing.promised(), standing.seen());
  }

  private synchronized void change(UnaryOperator<Standing> how) {
    Standing next = how.apply(standing);
    if (!next.equals(standing)) {
      set(next);
    }
  }

  /** Changes what is still as {@code expected}; {@return whether it was}. */
  private synchronized boolean change(Part expected, UnaryOperator<Standing> how) {
    if (!standing.part().equals(expected)) {
      return false;
    }
    set(how.apply(standing));
    return true;
  }

  private synchronized void set(Standing next) {
    book.save(next);
    standing = next;
    activeNanos = System.nanoTime();
    notifyAll();
  }

  /**
   * Creates a first token, in place of any that there may be.
   *
   * @param token made for generation 1, which becomes the next that there is
   * @return its generation; empty when no majority of the electors agreed
   */
  Optional<Long> create(Token token) {
    return claim(Mark.NONE, token, List.of()).map(granted -> granted.mark().generation());
  }

  /** Ends whatever token there is; {@return its generation}. */
  long end() {
    long generation = standing().generation();
    end(generation);
    return generation;
  }

  /** A later one, which somebody may be creating meanwhile, goes on. */
  private void end(long generation) {
    change(now -> now.ended(generation));
    parliament.tellAll(new End(generation));
  }

  private void drive() {
    while (!closed) {
      try {
        Part part = standing().part();
        switch (part) {
          case Idle _ -> idle();
          case Holding holding -> hold(holding);
          case Passing passing -> settle(passing);
          case Watching watching -> watch(watching);
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
    Token lost;
    synchronized (this) {
      while (standing.part() instanceof Idle && (standing.last().isEmpty() || untilSilence() > 0)) {
        wait(standing.last().isEmpty() ? 0 : untilSilence());
      }
      if (!(standing.part() instanceof Idle)) {
        return;
      }
      lost = standing.last().orElseThrow();
      activeNanos = System.nanoTime();
    }
    switch (parliament.ask(lost.mark())) {
      case ABOUT -> LOG.info("{} is about, says another host", lost);
      case OVER -> change(Standing::forgotten);
      case SILENT -> {
        LOG.warn("nobody has {}", lost);
        claim(lost.mark(), lost, List.of());
      }
    }
  }

  /** In milliseconds; not above zero when it has lasted long enough. */
  private long untilSilence() {
    long left = patience.silence().toNanos() - (System.nanoTime() - activeNanos);
    return Math.ceilDiv(left, 1_000_000L);
  }

  private void hold(Holding holding) throws InterruptedException {
    Token token = holding.token();
    Optional<Resident> vm = here.vm(token.holder());
    if (vm.isEmpty()) {
      forward(holding, token);
      return;
    }
    Thread.sleep(longer(patience.pause(), holder.unknownFor(vm.get())));
    Optional<Token> decided = decide(holding, vm.get());
    if (decided.isPresent()) {
      Token done = decided.get();
      if (change(holding, now -> now.holding(done))) {
        forward(new Holding(done), done);
      }
    }
  }

  /** Empty when the token has ended, or been replaced, before anything was decided. */
  private Optional<Token> decide(Holding holding, Resident vm) {
    deciding = true;
    try {
      return standing().part().equals(holding)
          ? Optional.of(holder.hold(holding.token(), vm))
          : Optional.empty();
    } finally {
      deciding = false;
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /**
   * Passes a token on: to where its holder is, which is not here, else to whoever is next, leaving
   * out those that cannot be reached.
   */
  private void forward(Holding holding, Token token) throws InterruptedException {
    Holding now = holding;
    Token at = token;
    boolean follows = at.isTurnOfHolder();
    while (!closed) {
      OptionalInt next = follows ? OptionalInt.of(at.holder()) : at.next();
      follows = false;
      if (next.isEmpty()) {
        if (at.isOver()) {
          LOG.info("{} has ended", at);
          end(at.mark().generation());
          return;
        }
        at = at.nextRound();
      } else if (here.vm(next.getAsInt()).isPresent()) {
        Token passed = at.to(next.getAsInt());
        change(now, standing -> standing.holding(passed));
        return;
      } else {
        Optional<Token> left = pass(now, at, next.getAsInt());
        if (left.isEmpty()) {
          return;
        }
        at = left.get();
      }
      Holding changed = new Holding(at);
      Token kept = at;
      if (!change(now, standing -> standing.holding(kept))) {
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
      if (!change(tried == 1 ? holding : new Holding(token), now -> now.passing(offered))) {
        return Optional.empty();
      }
      switch (Offer.of(offered, lines)) {
        case Offer.Taken(int host) -> {
          change(passing, now -> now.watching(offered, host));
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
          if (!change(passing, now -> now.holding(token))) {
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

  private void stale(Passing passing, Mark seen) {
    LOG.info("{} is dropped: {} is about", passing.token(), seen);
    change(passing, now -> now.learned(seen.generation()).idle().forgotten());
  }

  /** It may have arrived: asks until that is known, or creates it anew. */
  private void settle(Passing passing) throws InterruptedException {
    Token token = passing.token();
    long began = System.nanoTime();
    while (!closed && standing().part().equals(passing)) {
      switch (Offer.of(token, lines)) {
        case Offer.Taken(int host) -> change(passing, now -> now.watching(token, host));
        case Offer.Stale(Mark seen) -> stale(passing, seen);
        // It was somewhere once, perhaps: no proof that nobody has it.
        case Offer.Nowhere _, Offer.Unsure _ -> {
          if (System.nanoTime() - began > patience.lostAfter().toNanos()) {
            LOG.warn("{} may be lost", token);
            claim(token.mark(), token, List.of(token.holder()));
            began = System.nanoTime();
          }
          Thread.sleep(patience.watchEvery());
        }
      }
    }
  }

  private void watch(Watching watching) throws InterruptedException {
    Token token = watching.token();
    long heard = System.nanoTime();
    while (!closed && standing().part().equals(watching)) {
      Reply reply = lines.ask(watching.host(), new Watch(token.mark()));
      boolean lost = false;
      if (reply instanceof Reply.Told(Watched(Message.Progress progress, _))) {
        switch (progress) {
          case HERE -> heard = System.nanoTime();
          case GONE_ON, OVER -> change(watching, Standing::idle);
          case UNKNOWN -> lost = true;
        }
      }
      if (lost || System.nanoTime() - heard > patience.lostAfter().toNanos()) {
        LOG.warn("{} is lost with {}", token, Ipv4.text(watching.host()));
        claim(token.mark(), token, List.of(token.holder()));
        heard = System.nanoTime();
      }
      Thread.sleep(patience.watchEvery());
    }
  }

  /**
   * Creates a token anew, when a majority of the electors agrees.
   *
   * @param without VMs that are left out in this round
   */
  private Optional<Token> claim(Mark base, Token token, List<Integer> without) {
    long generation = Math.max(parliament.highest(), standing().generation()) + 1;
    Claim claim = new Claim(generation, base, own.address());
    if (!parliament.agrees(claim, () -> vote(claim, true))) {
      return Optional.empty();
    }
    Token anew = token.regenerated(generation);
    for (int vm : without) {
      anew = anew.done(vm);
    }
    Token created = anew;
    LOG.warn("created {}", created);
    change(now -> now.generation() > generation ? now : now.holding(created));
    return Optional.of(created);
  }

  @Override
  public void close() {
    closed = true;
    driver.interrupt();
  }
}
