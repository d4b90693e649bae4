package dev.drover.agent.flow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the flows of the datapaths of one Open vSwitch, over the socket by which {@code ovs-appctl}
 * speaks with {@code ovs-vswitchd}; no process is started. Each reading connects anew, to whichever
 * process the pid file names, so a restart is a reading that fails at worst.
 *
 * <p>Flows are told apart by the text of what they match, which costs Open vSwitch two thirds of
 * what it costs to print unique ids ({@code -m}) and half the bytes.
 *
 * <p>What a flow carried after the last reading and before Open vSwitch removed it is lost, so sums
 * are a little low. It removes what was idle for 10 s, which carried nothing if it is read more
 * often; but it makes flows anew too when it learns where a MAC address is, as after a migration.
 * The first packet of a flow is in no counter.
 *
 * <p>For use by one thread.
 */
public final class OpenVSwitchFlows implements FlowSource {
  private static final String DAEMON = "ovs-vswitchd";

  /** A million flows take it five seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int MAX_DATAPATHS = 64;

  private final Path runDirectory;
  private final Counters counters;
  private final Hash hash = new Hash();
  private final DatapathFlow flow = new DatapathFlow();

  /**
   * The switch whose pid file and control socket are in {@code runDirectory}, whether it runs or
   * not.
   *
   * @param capacity how many flows of its own are followed
   */
  public OpenVSwitchFlows(Path runDirectory, int capacity) {
    this.runDirectory = runDirectory;
    this.counters = new Counters(capacity);
  }

  @Override
  public Reading read(FlowTable table, long nowMs) throws IOException {
    Dump dump = new Dump(table, nowMs);
    boolean complete = false;
    try (ControlSocket switchd = ControlSocket.open(socket(), PATIENCE)) {
      Names datapaths = new Names();
      switchd.ask("dpctl/dump-dps", List.of(), datapaths);
      for (String datapath : datapaths.all) {
        dump.begin(datapath.getBytes(StandardCharsets.UTF_8));
        switchd.ask("dpctl/dump-flows", List.of(datapath), dump);
      }
      complete = true;
    } finally {
      if (complete) {
        counters.complete();
      } else {
        counters.breakOff();
      }
    }
    return new Reading(dump.flows, dump.coarse, dump.others, dump.unread);
  }

  private Path socket() throws IOException {
    String pid = Files.readString(runDirectory.resolve(DAEMON + ".pid")).strip();
    if (!pid.matches("\\d{1,10}")) {
      throw new IOException(runDirectory + ": the pid file of " + DAEMON + " holds no number");
    }
    return runDirectory.resolve(DAEMON + "." + pid + ".ctl");
  }

  private static final class Names implements ReplyReader.Lines {
    private final List<String> all = new ArrayList<>();

    @Override
    public void line(byte[] text, int length) {
      if (all.size() < MAX_DATAPATHS) {
        all.add(new String(text, 0, length, StandardCharsets.UTF_8));
      }
    }

    @Override
    public void tooLong() {
      // No datapath of ours is called so.
    }
  }

  /** What is done with the lines of a dump. */
  private final class Dump implements ReplyReader.Lines {
    private static final int HEADER = 'f';

    private final FlowTable table;
    private final long nowMs;
    private long datapath;

    /** The thread that forwards: two of them may have flows that match the same. */
    private long part;

    private long flows;
    private long coarse;
    private long others;
    private long unread;

    Dump(FlowTable table, long nowMs) {
      this.table = table;
      this.nowMs = nowMs;
    }

    void begin(byte[] name) {
      datapath = hash.of(name, name.length);
      part = datapath;
    }

    @Override
    public void line(byte[] text, int length) {
      if (length > 0 && text[0] == HEADER) {
        // "flow-dump from pmd on cpu core: 3"
        part = hash.of(datapath, hash.of(text, length));
        return;
      }
      switch (flow.read(text, length)) {
        case PAIR -> add();
        case COARSE -> coarse++;
        case OTHER -> others++;
        case UNREAD -> unread++;
      }
    }

    private void add() {
      flows++;
      long id = flow.id() ^ part;
      long bytes = counters.advance(id == 0 ? 1 : id, flow.bytes());
      long seenMs = nowMs - flow.idleMs();
      if (table.add(flow.addresses(), flow.transport(), bytes, seenMs)
          && flow.mac() != DatapathFlow.NO_MAC) {
        table.learn(FlowKey.source(flow.addresses()), flow.mac());
      }
    }

    @Override
    public void tooLong() {
      unread++;
    }
  }
}
