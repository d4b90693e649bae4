package dev.drover.cli.soak;

import dev.drover.cli.soak.SoakResult.Outage;
import dev.drover.lab.Lab;
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
    begin(fault);
    pause(fault.lasts());
    mend(fault);
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

  private void begin(Fault fault) {
    switch (fault) {
      case Fault.LinkDown(String left, String right, _) -> lab.link(left, right).down();
      case Fault.SwitchKilled(String name, _) -> lab.openSwitch(name).kill();
      case Fault.ControllerKilled _ -> lab.controller().ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private void mend(Fault fault) {
    switch (fault) {
      case Fault.LinkDown(String left, String right, _) -> lab.link(left, right).up();
      case Fault.SwitchKilled(String name, _) -> lab.openSwitch(name).start();
      case Fault.ControllerKilled _ -> {}
    }
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
