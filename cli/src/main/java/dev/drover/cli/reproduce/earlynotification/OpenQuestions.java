package dev.drover.cli.reproduce.earlynotification;

import dev.drover.cli.reproduce.Figure;
import dev.drover.cli.reproduce.earlynotification.GainFigure.Line;
import dev.drover.cli.reproduce.earlynotification.GainFigure.Step;
import dev.drover.cli.reproduce.simulated.Scenario;
import java.util.List;
import java.util.Optional;

/** Figures of what the paper does not say and its gain depends on. */
public final class OpenQuestions {
  private static final String VM = "A VM of 256 MiB that dirties 10000 pages/s. ";

  private static final Scenario ALONE =
      Scenario.of("early-notification.yaml")
          .with("vms.vm.memory=256MiB", "vms.vm.writes.rate=10000");

  private static final Scenario BESIDE =
      Scenario.of("early-notification-background.yaml")
          .with("vms.vm.memory=256MiB", "vms.vm.writes.rate=10000");

  private static final List<Line> BOTH =
      List.of(
          new Line("without background", ALONE, Variant.EARLY_NOTIFICATION, Optional.empty()),
          new Line("with background", BESIDE, Variant.EARLY_NOTIFICATION, Optional.empty()));

  private OpenQuestions() {}

  /** {@return all of them} */
  public static List<Figure> all() {
    return List.of(buffer(), delay(), background(), stack());
  }

  private static Figure buffer() {
    return new GainFigure(
        "buffer",
        "How shallow must the buffers be?",
        "not in the paper: it says \"shallow buffer switches\"",
        "room of each output queue, packets",
        VM + "The figures above have queues of 50 packets.",
        BOTH,
        List.of(
            Step.of("10", "topology.buffer=10packets"),
            Step.of("25", "topology.buffer=25packets"),
            Step.of("50", "topology.buffer=50packets"),
            Step.of("100", "topology.buffer=100packets"),
            Step.of("200", "topology.buffer=200packets"),
            Step.of("500", "topology.buffer=500packets")));
  }

  private static Figure delay() {
    return new GainFigure(
        "delay",
        "What if the link delay was not 25 µs?",
        "the paper prints \"25 s\", its unit is lost",
        "delay of each link",
        VM
            + "The figures above read it as 25 µs; 25 ms is the other reading: a round trip of 0.2 s"
            + " over four links each way. Whatever else is chosen otherwise than the paper did, a"
            + " reading whose gain is hundreds of times the published one is not its own.",
        List.of(
            new Line(
                "without background",
                ALONE,
                Variant.EARLY_NOTIFICATION,
                Optional.of(Published.WITHOUT_BACKGROUND)),
            new Line(
                "with background",
                BESIDE,
                Variant.EARLY_NOTIFICATION,
                Optional.of(Published.WITH_BACKGROUND))),
        List.of(
            Step.of("25 µs", "topology.delay=25us"),
            Step.of("250 µs", "topology.delay=250us"),
            Step.of("2.5 ms", "topology.delay=2500us"),
            Step.of("25 ms", "topology.delay=25ms")));
  }

  private static Figure background() {
    return new GainFigure(
        "background",
        "How much background can E-N bear?",
        "not in the paper: it says \"background flow\"",
        "rate of each of both background flows while they send, Mbit/s",
        VM + "Fig. 12 has 100 Mbit/s; on average each flow sends a fifth of it.",
        List.of(
            new Line("E-N", BESIDE, Variant.EARLY_NOTIFICATION, Optional.empty()),
            new Line("E-N and D-R", BESIDE, Variant.BOTH, Optional.empty())),
        List.of(rate(25), rate(50), rate(100), rate(150), rate(200)));
  }

  private static Step rate(int megabits) {
    String rate = megabits + "Mbit/s";
    return Step.of(
        Integer.toString(megabits), "traffic.first.rate=" + rate, "traffic.second.rate=" + rate);
  }

  private static Figure stack() {
    return new GainFigure(
        "stack",
        "Does E-N pay with another TCP?",
        "not in the paper: the gain by what the hosts' TCP can do",
        "TCP of the hosts",
        VM
            + "\"ns-3 of 2017\" is what the figures above have: NewReno without SACK, RTO of 1 s at"
            + " least, acknowledgements delayed by up to 200 ms. \"No delay\" is the same with 1 ms"
            + " instead of 200. \"Linux 4.4\" is CUBIC with SACK, RTO of 200 ms at"
            + " least, acknowledgements delayed by up to 40 ms; \"today\" adds RACK-TLP, \"paced\""
            + " pacing too.",
        BOTH,
        List.of(
            Step.of("ns-3 of 2017"),
            Step.of("no delay", "tcp.delayedTimeout=1ms"),
            Step.of("with SACK", "tcp.sack=on"),
            Step.of("Linux 4.4", "tcp={base: linux, rackTlp: off}"),
            Step.of("today", "tcp={base: linux}"),
            Step.of("paced", "tcp={base: linux, pacing: on}")));
  }
}
