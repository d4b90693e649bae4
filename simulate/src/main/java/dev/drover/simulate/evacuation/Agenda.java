package dev.drover.simulate.evacuation;

import dev.drover.simulate.kernel.Actor;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Simulator;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** Things to do at moments of simulated time; of one moment those asked for first come first. */
final class Agenda implements Actor {
  private final Simulator simulator;
  private final int self;
  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::number));
  private long asked;

  Agenda(Simulator simulator) {
    this.simulator = simulator;
    this.self = simulator.register(this);
  }

  private record Entry(long at, long number, Runnable task) {}

  long now() {
    return simulator.now();
  }

  void in(Duration span, Runnable task) {
    at(now() + SimTime.of(span), task);
  }

  void at(long time, Runnable task) {
    entries.add(new Entry(time, asked++, task));
    simulator.schedule(time, self);
  }

  /** Does {@code task} now and again and again, as long as it says so. */
  void every(Duration span, BooleanSupplier task) {
    if (task.getAsBoolean()) {
      in(span, () -> every(span, task));
    }
  }

  @Override
  public void act() {
    for (Entry first = entries.peek();
        first != null && first.at() <= now();
        first = entries.peek()) {
      entries.remove();
      first.task().run();
    }
  }
}
