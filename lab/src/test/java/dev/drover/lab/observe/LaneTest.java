package dev.drover.lab.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.lab.calculation.Answer;
import dev.drover.lab.calculation.Question;
import dev.drover.lab.observe.AnswerLog.Row;
import dev.drover.lab.observe.AnswerLog.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LaneTest {
  private static final int CAPACITY = 1 << 16;
  private static final Primes PRIMES = Lane.primes();

  @TempDir Path directory;
  private final List<Lane> lanes = new ArrayList<>();

  @AfterEach
  void stop() throws InterruptedException {
    for (Lane lane : lanes) {
      lane.stop();
    }
  }

  @Test
  void lane_rightAnswers_areAllRight() throws Exception {
    AnswerLog log = ask(() -> new Guest(true, LaneTest::right));

    await(log, rows -> rows.size() >= 200 && all(rows.subList(0, 200), Verdict.RIGHT));
    assertThat(log.brokenSoFar()).isZero();
    List<Row> rows = rows(log);
    for (int i = 1; i < 200; i++) {
      assertThat(rows.get(i).dueNs() - rows.get(i - 1).dueNs()).isBetween(999_000L, 1_001_000L);
    }
  }

  @Test
  void lane_wrongAnswers_areSeen() throws Exception {
    AnswerLog log =
        ask(() ->
            new Guest(
                true,
                question -> {
                  Answer right = question.answer();
                  return Optional.of(
                      question.id() % 3 == 0
                          ? new Answer(right.id(), right.n(), right.p() + 2)
                          : right);
                }));

    await(log, rows -> rows.size() >= 30 && rows.stream().limit(30).noneMatch(LaneTest::open));
    for (Row row : rows(log).subList(0, 30)) {
      assertThat(row.verdict()).isEqualTo(row.number() % 3 == 0 ? Verdict.WRONG : Verdict.RIGHT);
    }
  }

  @Test
  void lane_datagramsThatAreLost_areAskedAgain() throws Exception {
    Set<Long> seen = ConcurrentHashMap.newKeySet();
    AnswerLog log =
        ask(() ->
            new Guest(
                true,
                question ->
                    seen.add(question.id()) && question.id() % 3 == 1
                        ? Optional.empty()
                        : right(question)));

    await(log, rows -> rows.size() >= 100 && all(rows.subList(0, 100), Verdict.RIGHT));
    assertThat(rows(log).subList(0, 100))
        .filteredOn(row -> row.number() % 3 == 1)
        .hasSize(33)
        .allMatch(row -> row.asked() > 1);
    assertThat(log.brokenSoFar()).isZero();
  }

  @Test
  void lane_streamThatBreaks_isOpenedAnewAndWhatItOwesAskedAgain() throws Exception {
    AtomicInteger streams = new AtomicInteger();
    AnswerLog log =
        ask(() -> {
          int stream = streams.incrementAndGet();
          return new Guest(
              false,
              question -> stream == 1 && question.id() >= 50 ? Optional.empty() : right(question)) {
            @Override
            public void ask(Question question) throws IOException {
              if (stream == 1 && question.id() >= 80) {
                throw new IOException("the stream is reset");
              }
              super.ask(question);
            }
          };
        });

    await(log, rows -> rows.size() >= 120 && all(rows.subList(0, 120), Verdict.RIGHT));
    assertThat(log.brokenSoFar()).isEqualTo(1);
    assertThat(rows(log).get(60).asked()).isEqualTo(2);
    assertThat(rows(log).get(40).asked()).isEqualTo(1);
  }

  @Test
  void log_readByAnother_tellsGapsAndLosses() {
    long ms = 1_000_000;
    AnswerLog log = AnswerLog.writer(directory.resolve("log"), 16);
    for (int i = 0; i < 5; i++) {
      log.asked(log.add(i * (10 * ms)));
    }
    log.answered(0, 1 * ms, Verdict.RIGHT);
    log.answered(2, 61 * ms, Verdict.RIGHT);
    log.answered(1, 60 * ms, Verdict.WRONG);
    log.answered(2, 70 * ms, Verdict.RIGHT);
    log.asked(3);

    AnswerLog reader = AnswerLog.reader(directory.resolve("log")).orElseThrow();
    Answers answers =
        Answers.of(reader.due(0, 35 * ms), 0, 0, 100 * ms, 30 * ms + Lane.PATIENCE.toNanos());

    assertThat(answers)
        .isEqualTo(
            new Answers(
                4,
                1,
                2,
                1,
                0,
                1,
                0,
                Duration.ofMillis(59),
                Duration.ofMillis(41),
                Duration.ofMillis(50)));
    assertThat(
            Answers.of(reader.due(0, 35 * ms), 0, 0, 100 * ms, 31 * ms + Lane.PATIENCE.toNanos())
                .lost())
        .isEqualTo(1);
  }

  private static Optional<Answer> right(Question question) {
    return Optional.of(question.answer());
  }

  /** 1000 a second. */
  private AnswerLog ask(Way.Opener opener) {
    AnswerLog log = AnswerLog.writer(directory.resolve("log"), CAPACITY);
    Lane lane = new Lane("test", opener, log, CAPACITY, PRIMES, 1000);
    lanes.add(lane);
    lane.start();
    return log;
  }

  private static boolean open(Row row) {
    return row.verdict() == Verdict.NONE;
  }

  private static boolean all(List<Row> rows, Verdict verdict) {
    return rows.stream().allMatch(row -> row.verdict() == verdict);
  }

  private static List<Row> rows(AnswerLog log) {
    return LongStream.range(0, log.next()).mapToObj(log::row).toList();
  }

  private static void await(AnswerLog log, Predicate<List<Row>> reached)
      throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!reached.test(rows(log))) {
      assertThat(System.nanoTime()).as("%d asked", log.next()).isLessThan(deadline);
      Thread.sleep(5);
    }
  }

  /** Answers at once, or not at all. */
  private static class Guest implements Way {
    private final BlockingQueue<Optional<Answer>> answers = new LinkedBlockingQueue<>();
    private final boolean loses;
    private final Function<Question, Optional<Answer>> service;

    Guest(boolean loses, Function<Question, Optional<Answer>> service) {
      this.loses = loses;
      this.service = service;
    }

    @Override
    public void ask(Question question) throws IOException {
      service.apply(question).ifPresent(answer -> answers.add(Optional.of(answer)));
    }

    @Override
    public Answer await() throws IOException, InterruptedException {
      return answers.take().orElseThrow(() -> new IOException("closed"));
    }

    @Override
    public boolean loses() {
      return loses;
    }

    @Override
    public void close() {
      answers.add(Optional.empty());
    }
  }
}
