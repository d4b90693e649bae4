package dev.drover.cli.footprint;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Measures agents with ever other numbers of flows. Each is a new process, so that none has what an
 * earlier one left on its heap; one without placement is begun and measured at the same time.
 *
 * @param time over which processor time is measured
 */
record Measuring(
    FootprintLab placed, FootprintLab without, Duration time, Consumer<String> progress) {
  /** Until a new agent has compiled what it does again and again, and its table is full. */
  private static final Duration SETTLE = Duration.ofSeconds(30);

  private static final Duration ANSWERS = Duration.ofSeconds(60);

  /** Open vSwitch removes flows that were idle for 10 s. */
  private static final Duration FORGETS = Duration.ofSeconds(60);

  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final String FLOWS_THREAD = "flows";

  /** {@return what was measured, in the order of time: drawn anew for each repetition} */
  List<Footprint> all(List<Integer> flows, int repetitions)
      throws IOException, InterruptedException {
    List<Footprint> all = new ArrayList<>();
    for (int i = 1; i <= repetitions; i++) {
      List<Integer> order = new ArrayList<>(flows);
      Collections.shuffle(order, new Random(i));
      for (int each : order) {
        all.add(one(each, i));
      }
    }
    return all;
  }

  private Footprint one(int flows, int repetition) throws IOException, InterruptedException {
    awaitSilence();
    HostProcess other = without.newAgent();
    HostProcess agent = placed.newAgent();
    tableFlows();
    if (flows == 0) {
      return measure(agent, other, flows, repetition);
    }
    Process peers = placed.peers(flows);
    try {
      Footprint result = measure(agent, other, flows, repetition);
      if (!peers.isAlive()) {
        throw new CommandFailure(ExitCode.FAILED, "the peers' traffic ended too soon");
      }
      int asked = flows * FootprintLab.VMS.size();
      if (result.tableFlows() < asked) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "there were to be " + asked + " flows, but the agent had " + result.tableFlows());
      }
      return result;
    } finally {
      peers.destroy();
      peers.waitFor();
    }
  }

  /** Waits until the switch has forgotten earlier peers: the new agent would learn of them. */
  private void awaitSilence() throws IOException, InterruptedException {
    long began = System.nanoTime();
    while (placed.switchFlows() > 0) {
      if (System.nanoTime() - began > FORGETS.toNanos()) {
        throw new CommandFailure(ExitCode.FAILED, "the switch does not forget earlier flows");
      }
      Thread.sleep(LOOK_EVERY);
    }
  }

  /** {@return how many flows the agent says that it has, once it answers} */
  private int tableFlows() throws IOException, InterruptedException {
    long began = System.nanoTime();
    while (System.nanoTime() - began < ANSWERS.toNanos()) {
      OptionalInt flows = placed.tableFlows();
      if (flows.isPresent()) {
        return flows.getAsInt();
      }
    }
    throw new CommandFailure(ExitCode.FAILED, "the agent does not say how many flows it has");
  }

  private Footprint measure(HostProcess agent, HostProcess other, int flows, int repetition)
      throws IOException, InterruptedException {
    Thread.sleep(SETTLE);
    long began = System.nanoTime();
    double before = agent.seconds();
    double flowsBefore = agent.seconds(FLOWS_THREAD);
    double otherBefore = other.seconds();
    Thread.sleep(time);
    double used = agent.seconds() - before;
    double flowsUsed = agent.seconds(FLOWS_THREAD) - flowsBefore;
    double otherUsed = other.seconds() - otherBefore;
    double seconds = (System.nanoTime() - began) / 1e9;
    long resident = agent.resident();
    long otherResident = other.resident();
    int table = tableFlows();
    int inSwitch = placed.switchFlows();
    LiveHeap heap = agent.collect();
    Footprint result =
        new Footprint(
            flows,
            repetition,
            table,
            inSwitch,
            seconds,
            100 * used / seconds,
            100 * flowsUsed / seconds,
            resident,
            heap.bytes(),
            heap.numbers(),
            100 * otherUsed / seconds,
            otherResident,
            other.collect().bytes());
    progress.accept(
        "%d flows a VM (%d in the table): %.2f %% of a core, %.3f %% the flow table's thread, %.2f MB on the heap, %.1f MB resident"
            .formatted(
                flows,
                result.tableFlows(),
                result.percent(),
                result.flowsPercent(),
                result.heapBytes() / 1e6,
                result.residentBytes() / 1e6));
    return result;
  }
}
