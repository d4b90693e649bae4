package dev.drover.cli.soak;

import dev.drover.cli.soak.SoakResult.Outage;
import dev.drover.lab.Lab;
import dev.drover.lab.LabLink;
import dev.drover.lab.fabric.OpenSwitch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Breaks one thing after the other in a lab where hosts talk, and mends it. */
final class Soak {
  /** From a fault's mending, or from its beginning for what mends itself, to the next fault. */
  private static final Duration REST = Duration.ofSeconds(4);

  /** For routes to be learned before anything breaks, and for silence at the end to show. */
  private static final Duration QUIET = Duration.ofSeconds(5);

  private static final int KIB_PER_MIB = 1024;

  private final Lab lab;
  private final FaultDraw draw;
  private final BooleanSupplier cancelled;
  private final Consumer<String> say;

  Soak(Lab lab, FaultDraw draw, BooleanSupplier cancelled, Consumer<String> say) {
    this.lab = lab;
    this.draw = draw;
    this.cancelled = cancelled;
    this.say = say;
  }

  /** Goes on for {@code length}, a little less or more, and says what was seen. */
  SoakResult run(Duration length, long seed) {
    List<Outage> outages = new ArrayList<>();
    List<Long> memory = new ArrayList<>();
    long startedNs = System.nanoTime();
    long endNs = startedNs + length.toNanos();
    try (Probes probes = new Probes(lab)) {
      probes.start(length.plus(QUIET).plus(REST).toSeconds());
      pause(QUIET);
      while (System.nanoTime() < endNs && !cancelled.getAsBoolean()) {
        outages.add(suffer(draw.next(), probes, startedNs));
        resident().ifPresent(memory::add);
      }
      long quietFrom = micros();
      pause(QUIET);
      long now = micros();
      long broken = probes.broken();
      return new SoakResult(
          seed,
          Duration.ofNanos(System.nanoTime() - startedNs),
          outages,
          probes.replies().stream().mapToLong(Replies::count).sum(),
          probes.replies().stream().mapToInt(Replies::duplicates).sum(),
          broken,
          probes.replies().stream()
              .filter(pair ->
                  pair.longestGap(quietFrom, now)
                      .filter(gap -> gap.compareTo(SoakResult.MOST) <= 0)
                      .isEmpty())
              .map(Replies::pair)
              .toList(),
          memory);
    }
  }

  private Outage suffer(Fault fault, Probes probes, long startedNs) {
    long at = (System.nanoTime() - startedNs) / 1_000_000;
    long from = micros();
    inflict(fault);
    pause(REST);
    long to = micros();
    Outage worst = new Outage(at, fault, "", Duration.ZERO);
    for (Replies pair : probes.replies()) {
      Duration gap = pair.longestGap(from, to).orElse(Duration.ofNanos(1000 * (to - from)));
      if (gap.compareTo(worst.longest()) > 0) {
        worst = new Outage(at, fault, pair.pair(), gap);
      }
    }
    say.accept(
        String.format(
            java.util.Locale.ROOT,
            "%4d s  %-24s %4d ms without an answer (%s)%s",
            at / 1000,
            fault.what(),
            worst.longest().toMillis(),
            worst.pair(),
            worst.isTooLong() ? "  TOO LONG" : ""));
    return worst;
  }

  private void inflict(Fault fault) {
    switch (fault) {
      case Fault.LinkDown(String left, String right, Duration lasts) ->
          cut(lab.link(left, right), lasts);
      case Fault.LinkFlaps(String left, String right, int times, Duration each) -> {
        LabLink link = lab.link(left, right);
        for (int i = 0; i < times; i++) {
          cut(link, each);
          pause(each);
        }
      }
      case Fault.SwitchKilled(String name, Duration lasts) -> {
        OpenSwitch killed = lab.openSwitch(name);
        killed.kill();
        pause(lasts);
        killed.start();
      }
      case Fault.ControllerKilled(Duration lasts) -> {
        lab.controller().ifPresent(ProcessHandle::destroyForcibly);
        pause(lasts);
      }
    }
  }

  private static void cut(LabLink link, Duration lasts) {
    link.down();
    pause(lasts);
    link.up();
  }

  /** {@return what the controller's process holds, in MiB; empty while there is none} */
  private Optional<Long> resident() {
    return lab.controller()
        .flatMap(process -> {
          try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))
                .stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / KIB_PER_MIB)
                .findFirst();
          } catch (IOException e) {
            return Optional.empty();
          }
        });
  }

  private static long micros() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during a soak", e);
    }
  }
}
