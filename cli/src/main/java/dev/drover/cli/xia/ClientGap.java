package dev.drover.cli.xia;

import dev.drover.lab.Lab;
import dev.drover.lab.file.Workload;
import dev.drover.lab.file.Workload.Over;
import dev.drover.lab.observe.Answers;
import dev.drover.lab.observe.HandOver;
import dev.drover.lab.observe.Observations;
import dev.drover.lab.observe.Observations.Reply;
import dev.drover.lab.observe.Observations.Service;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Sees what a client sees of one migration in a lab: made before it begins, asked after it has
 * ended.
 */
public final class ClientGap implements AutoCloseable {
  /** After a hand-over, until what was asked before and during it should be answered. */
  private static final Duration AFTERMATH = Duration.ofSeconds(3);

  /** A little more than until an unanswered question counts as lost. */
  private static final Duration SETTLED = Duration.ofSeconds(32);

  private static final Duration LOOK = Duration.ofMillis(200);

  private final Lab lab;
  private final String vm;
  private final HandOver handOver;
  private final long fromMs;
  private final long brokenBefore;

  /**
   * What was seen. Where the VM does not calculate nobody asked it: no gaps, nothing lost.
   *
   * @param split empty when the VM was not handed over, or has not answered since
   * @param probeGap the longest time between two replies to probes
   * @param streamGap the longest time between two answers on the stream, {@code datagramGap} to
   *     datagrams
   * @param lost questions that were not answered within 30 s
   * @param broken streams that broke
   */
  public record Seen(
      Optional<GapSplit> split,
      Duration probeGap,
      Optional<Duration> streamGap,
      Optional<Duration> datagramGap,
      long lost,
      long wrong,
      long broken) {}

  /** Looks from now on. */
  public static ClientGap watch(Lab lab, String vm, String source, String destination) {
    return new ClientGap(lab, vm, lab.handOver(vm, source, destination));
  }

  private ClientGap(Lab lab, String vm, HandOver handOver) {
    this.lab = lab;
    this.vm = vm;
    this.handOver = handOver;
    this.fromMs = System.currentTimeMillis();
    this.brokenBefore = lab.observations().answers(vm, Service.STREAM, fromMs, fromMs).broken();
  }

  /** {@return what was seen until some seconds from now; waits until no question is open} */
  public Seen seen() throws InterruptedException {
    Thread.sleep(AFTERMATH);
    long deadline = System.currentTimeMillis() + SETTLED.toMillis();
    Observations observations = lab.observations();
    Optional<Workload.Calculation> asked = lab.file().vm(vm).workload().calculation();
    Over over = asked.map(Workload.Calculation::over).orElse(Over.IP);
    long toMs = System.currentTimeMillis();
    List<Reply> replies = observations.replies(vm, over, fromMs, toMs);
    Optional<GapSplit> split = split(replies);
    while (handOver.resumedUs().isPresent() && split.isEmpty() && toMs < deadline) {
      Thread.sleep(LOOK);
      toMs = System.currentTimeMillis();
      replies = observations.replies(vm, over, fromMs, toMs);
      split = split(replies);
    }
    if (asked.isEmpty()) {
      return new Seen(split, longest(replies, toMs), Optional.empty(), Optional.empty(), 0, 0, 0);
    }
    Answers stream = settled(observations, Service.STREAM, toMs);
    Answers datagrams = settled(observations, Service.DATAGRAM, toMs);
    return new Seen(
        split,
        longest(replies, toMs),
        Optional.of(stream.longestGap()),
        Optional.of(datagrams.longestGap()),
        stream.lost() + datagrams.lost(),
        stream.wrong() + datagrams.wrong(),
        stream.broken() - brokenBefore);
  }

  private Optional<GapSplit> split(List<Reply> replies) {
    return handOver
        .stoppedUs()
        .flatMap(
            stopped -> handOver.resumedUs().flatMap(ran -> GapSplit.of(stopped, ran, replies)));
  }

  private Answers settled(Observations observations, Service service, long toMs)
      throws InterruptedException {
    long deadline = toMs + SETTLED.toMillis();
    Answers answers = observations.answers(vm, service, fromMs, toMs);
    while (answers.waiting() > 0 && System.currentTimeMillis() < deadline) {
      Thread.sleep(LOOK);
      answers = observations.answers(vm, service, fromMs, toMs);
    }
    return answers;
  }

  private Duration longest(List<Reply> replies, long toMs) {
    long last = fromMs * 1000;
    long longest = 0;
    for (Reply reply : replies) {
      longest = Math.max(longest, reply.heardUs() - last);
      last = reply.heardUs();
    }
    return Duration.ofNanos(1000 * Math.max(longest, toMs * 1000 - last));
  }

  @Override
  public void close() {
    handOver.close();
  }
}
