package dev.drover.lab.observe;

import dev.drover.lab.observe.AnswerLog.Row;
import dev.drover.lab.observe.AnswerLog.Verdict;
import java.time.Duration;
import java.util.List;

/**
 * What became of the questions that were due in a span, on a stream or in datagrams.
 *
 * @param asked how many were due
 * @param again how often one was asked again, because an answer was late or a stream broke
 * @param right answered so, {@code wrong} likewise
 * @param lost not answered within {@code 30s}
 * @param waiting not answered, but not for so long
 * @param broken streams that broke since the lab came up
 * @param longestGap the longest time between two answers that overlaps the span; an answer that has
 *     not come counts until the span's end
 * @param longest time of an answer since its question was due
 */
public record Answers(
    long asked,
    long again,
    long right,
    long wrong,
    long lost,
    long waiting,
    long broken,
    Duration longestGap,
    Duration median,
    Duration longest) {
  /**
   * One question.
   *
   * @param dueNs since the epoch, {@code answeredNs} too, which is 0 when there was no answer
   */
  public record Each(long number, long dueNs, long answeredNs, boolean right) {}

  static Answers of(List<Row> rows, long broken, long fromNs, long toNs, long nowNs) {
    long again = 0;
    long right = 0;
    long wrong = 0;
    long lost = 0;
    for (Row row : rows) {
      again += Math.max(0, row.asked() - 1);
      switch (row.verdict()) {
        case RIGHT -> right++;
        case WRONG -> wrong++;
        case NONE -> lost += nowNs - row.dueNs() > Lane.PATIENCE.toNanos() ? 1 : 0;
      }
    }
    long[] arrivals =
        rows.stream()
            .filter(row -> row.answeredNs() > 0)
            .mapToLong(Row::answeredNs)
            .sorted()
            .toArray();
    long[] times =
        rows.stream()
            .filter(row -> row.answeredNs() > 0)
            .mapToLong(row -> row.answeredNs() - row.dueNs())
            .sorted()
            .toArray();
    return new Answers(
        rows.size(),
        again,
        right,
        wrong,
        lost,
        rows.size() - right - wrong - lost,
        broken,
        Duration.ofNanos(longestGap(arrivals, fromNs, toNs)),
        Duration.ofNanos(times.length == 0 ? 0 : times[times.length / 2]),
        Duration.ofNanos(times.length == 0 ? 0 : times[times.length - 1]));
  }

  private static long longestGap(long[] arrivals, long fromNs, long toNs) {
    long longest = 0;
    long last = fromNs;
    for (long arrival : arrivals) {
      longest = Math.max(longest, arrival - last);
      last = arrival;
    }
    return Math.max(longest, toNs - last);
  }

  static Each each(Row row) {
    return new Each(row.number(), row.dueNs(), row.answeredNs(), row.verdict() == Verdict.RIGHT);
  }
}
