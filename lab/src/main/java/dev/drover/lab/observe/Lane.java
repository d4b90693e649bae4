package dev.drover.lab.observe;

import dev.drover.lab.calculation.Answer;
import dev.drover.lab.calculation.Question;
import dev.drover.lab.observe.AnswerLog.Row;
import dev.drover.lab.observe.AnswerLog.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a guest one way, each question at its time whatever became of earlier ones (open loop), and
 * judges every answer. Time counts from when a question was due, so that a pause of the guest is
 * seen by all questions that fell into it. What may be lost on the way is asked again; a stream
 * that broke is opened anew, and what it owed is asked again.
 */
final class Lane {
  /** Later than this an answer is not awaited: it is lost. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final long AGAIN_AFTER = Duration.ofMillis(250).toNanos();
  private static final long AGAIN_EVERY = Duration.ofMillis(50).toNanos();

  private static final int MOST_DOUBLINGS = 4;

  /** At once, so that a guest that comes back is not buried under what it missed. */
  private static final int MOST_AGAIN = 64;

  private static final long GREETING = -1;
  private static final int MOST = 1_000_000;

  private final String name;
  private final Way.Opener opener;
  private final AnswerLog log;
  private final Primes primes;
  private final double intervalNs;
  private final long epochNs =
      ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now()) - System.nanoTime();

  /** When each was asked last, by its number. */
  private final long[] lastAsked;

  private final Thread thread;
  private volatile boolean greeted;
  private volatile long lastAnswer;
  private long oldest;

  Lane(
      String name,
      Way.Opener opener,
      AnswerLog log,
      int capacity,
      Primes primes,
      double perSecond) {
    this.name = name;
    this.opener = opener;
    this.log = log;
    this.primes = primes;
    this.intervalNs = 1e9 / perSecond;
    this.lastAsked = new long[capacity];
    this.oldest = log.next();
    this.thread = Thread.ofPlatform().name("ask " + name).unstarted(this::run);
  }

  /** {@return the number that is asked about, a function of the question's, as any is as good} */
  static int numberOf(long id) {
    return 4 + 2 * Math.floorMod((id * 0x9E3779B97F4A7C15L) >>> 17, (MOST - 4) / 2);
  }

  static Primes primes() {
    return new Primes(MOST);
  }

  void start() {
    thread.start();
  }

  /** Asks no more. */
  void stop() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }

  private void run() {
    Schedule schedule = new Schedule();
    try {
      while (true) {
        try (Way way = opener.open()) {
          Thread hears = Thread.ofPlatform().name("hear " + name).start(() -> hear(way));
          try {
            ask(way, schedule);
          } finally {
            hears.interrupt();
          }
        } catch (IOException e) {
          if (greeted) {
            log.broken();
            greeted = false;
          }
          LOG.info("{}: {}", name, e.toString());
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Due times go on where they were when a stream broke. */
  private final class Schedule {
    private boolean begun;
    private long begin;
    private long count;

    long next() {
      if (!begun) {
        begun = true;
        begin = System.nanoTime();
      }
      return begin + (long) (count * intervalNs);
    }

    void passed() {
      count++;
    }
  }

  private void ask(Way way, Schedule schedule) throws IOException, InterruptedException {
    while (!greeted) {
      way.ask(new Question(GREETING, numberOf(GREETING)));
      Thread.sleep(PAUSE);
      silent(way);
    }
    for (long number = oldest; !way.loses() && number < log.next(); number++) {
      askAgain(way, number);
    }
    long again = System.nanoTime();
    while (true) {
      long due = schedule.next();
      for (long left; (left = Math.min(due, again) - System.nanoTime()) > 0; ) {
        LockSupport.parkNanos(left);
        if (Thread.interrupted()) {
          throw new InterruptedException("no more is to be asked");
        }
      }
      long now = System.nanoTime();
      if (now >= again) {
        again = now + AGAIN_EVERY;
        overdue(way, now);
      }
      if (now >= due) {
        schedule.passed();
        send(way, log.add(epochNs + due));
      }
    }
  }

  private void send(Way way, long number) throws IOException, InterruptedException {
    lastAsked[(int) (number % lastAsked.length)] = System.nanoTime();
    log.asked(number);
    way.ask(new Question(number, numberOf(number)));
  }

  /** Looks at what is not answered, the oldest first. */
  private void overdue(Way way, long now) throws IOException, InterruptedException {
    silent(way);
    int asked = 0;
    boolean first = true;
    for (long number = oldest; number < log.next() && asked < MOST_AGAIN; number++) {
      boolean waits = log.keeps(number) && waits(log.row(number));
      if (!waits && first) {
        oldest = number + 1;
      }
      first = first && !waits;
      if (waits && way.loses() && isDueAgain(number, now)) {
        send(way, number);
        asked++;
      }
    }
  }

  /** Each time twice as long after the last, as an answer may be late because of too many asks. */
  private boolean isDueAgain(long number, long now) {
    int doublings = Math.min(MOST_DOUBLINGS, log.row(number).asked() - 1);
    return now - lastAsked[(int) (number % lastAsked.length)] > AGAIN_AFTER << doublings;
  }

  private void silent(Way way) {
    if (System.nanoTime() - lastAnswer > AGAIN_AFTER) {
      way.silent();
    }
  }

  private boolean waits(Row row) {
    return row.verdict() == Verdict.NONE
        && epochNs + System.nanoTime() - row.dueNs() < PATIENCE.toNanos();
  }

  private void askAgain(Way way, long number) throws IOException, InterruptedException {
    if (log.keeps(number) && waits(log.row(number))) {
      send(way, number);
    }
  }

  private void hear(Way way) {
    try {
      while (true) {
        Answer answer = way.await();
        lastAnswer = System.nanoTime();
        if (answer.id() == GREETING) {
          greeted = true;
        } else {
          log.answered(answer.id(), epochNs + lastAnswer, verdict(answer));
        }
      }
    } catch (IOException e) {
      LOG.info("{}: {}", name, e.toString());
      // Whoever asks finds out.
      way.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Verdict verdict(Answer answer) {
    boolean right = answer.n() == numberOf(answer.id()) && primes.goldbach(answer.n(), answer.p());
    return right ? Verdict.RIGHT : Verdict.WRONG;
  }
}
