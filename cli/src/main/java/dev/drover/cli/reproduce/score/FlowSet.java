package dev.drover.cli.reproduce.score;

import dev.drover.agent.flow.FlowKey;
import dev.drover.agent.flow.FlowTable;
import java.time.Duration;

/** The two sets of flows of IV-D. All destinations differ, which the paper leaves open. */
enum FlowSet {
  /** Every source address occurs once. */
  TYPE_1("type 1", 1),
  /** A thousand flows share a source address. */
  TYPE_2("type 2", 1000);

  private static final Duration WINDOW = Duration.ofSeconds(30);
  private static final int CAPACITY = 1 << 21;
  private static final int TCP = 6;
  private static final int PORT = 40_000;
  private static final int FIRST_DESTINATION = 0x0b000000;
  private static final int FIRST_SOURCE = 0x0a000000;

  private final String title;
  private final int shared;

  FlowSet(String title, int shared) {
    this.title = title;
    this.shared = shared;
  }

  String title() {
    return title;
  }

  static FlowTable emptyTable() {
    return new FlowTable(WINDOW, CAPACITY);
  }

  /** {@return how many sources {@code flows} flows have} */
  int sources(int flows) {
    return (flows + shared - 1) / shared;
  }

  /** {@return an address of a source by its number} */
  static int source(int number) {
    return FIRST_SOURCE + number;
  }

  int sourceOf(int flow) {
    return source(flow / shared);
  }

  static int destinationOf(int flow) {
    return FIRST_DESTINATION + flow;
  }

  /** Adds bytes to each of {@code flows} flows, and its source's MAC address if there is none. */
  void addTo(FlowTable table, int flows, long bytes, long nowMs) {
    long transport = FlowKey.transport(TCP, PORT, PORT);
    for (int i = 0; i < flows; i++) {
      int source = sourceOf(i);
      table.add(FlowKey.addresses(source, destinationOf(i)), transport, bytes, nowMs);
      table.learn(source, source);
    }
    table.countedUntil(nowMs);
  }
}
