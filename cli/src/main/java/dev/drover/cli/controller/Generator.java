package dev.drover.cli.controller;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** Emulated switches at one controller, all on the calling thread. */
final class Generator implements AutoCloseable {
  private static final int HOSTS = 64;
  private static final int PORTS = 16;

  /** Fewer than half of the pairs: each is forgotten before it is asked about again. */
  private static final int FLOWS = 512;

  private static final int MAX_WINDOW = 256;
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final long LEARNED_WITHIN = Duration.ofSeconds(60).toNanos();
  private static final long ASK_AGAIN = Duration.ofMillis(500).toNanos();
  private static final long HOUSEKEEPING = Duration.ofMillis(100).toNanos();

  private final Selector selector;
  private final Supplier<Duration> cpu;
  private final long patience;
  private final List<SwitchSocket> sockets = new ArrayList<>();
  private long nextHousekeeping = System.nanoTime();
  private boolean introduced;

  /**
   * Connects switches.
   *
   * @param cpu what the controller has used so far
   */
  Generator(InetSocketAddress controller, int switches, Supplier<Duration> cpu) throws IOException {
    this(controller, switches, cpu, PATIENCE);
  }

  /**
   * The same.
   *
   * @param patience after which a question is given up
   */
  Generator(InetSocketAddress controller, int switches, Supplier<Duration> cpu, Duration patience)
      throws IOException {
    this.cpu = cpu;
    this.patience = patience.toNanos();
    this.selector = Selector.open();
    for (int number = 1; number <= switches; number++) {
      Hosts hosts = new Hosts(number, PORTS);
      Questions questions =
          new Questions(
              hosts, new HostPairs(HOSTS, PORTS, number), new FlowMemory(FLOWS), MAX_WINDOW);
      EmulatedSwitch owner = new EmulatedSwitch(number, PORTS, questions);
      sockets.add(new SwitchSocket(owner, controller, selector));
    }
  }

  /**
   * Lets all hosts say where they are until the controller knows each: it sends on what neighbours
   * send to one another.
   *
   * @throws IOException when it does not within a minute
   */
  void introduce() throws IOException {
    long end = System.nanoTime() + LEARNED_WITHIN;
    if (!drive(end, () -> sockets.stream().allMatch(socket -> socket.owner().isReady()))) {
      throw new IOException("the controller does not greet the switches");
    }
    List<boolean[]> known = new ArrayList<>();
    sockets.forEach(_ -> known.add(new boolean[HOSTS]));
    // Twice as patient each time: who is slow must not be buried under what is asked again.
    for (long patience = ASK_AGAIN; ; patience *= 2) {
      for (int i = 0; i < sockets.size(); i++) {
        introduce(i, known.get(i));
      }
      drive(System.nanoTime() + patience, () -> open() == 0);
      boolean all = open() == 0;
      for (int i = 0; i < sockets.size(); i++) {
        for (int host = 0; host < HOSTS; host++) {
          known.get(i)[host] = questions(i).isFree(host);
        }
        questions(i).giveUp(Long.MAX_VALUE / 2 + System.nanoTime(), out(i), System.nanoTime());
      }
      if (all) {
        introduced = true;
        return;
      }
      if (System.nanoTime() - end > 0) {
        throw new IOException("the controller does not learn the hosts");
      }
    }
  }

  private void introduce(int socket, boolean[] known) throws IOException {
    Hosts hosts = new Hosts(socket + 1, PORTS);
    for (int host = 0; host < HOSTS; host++) {
      if (!known[host]) {
        hosts.announce(host, out(socket));
        hosts.announce((host + 1) % HOSTS, out(socket));
      }
    }
    for (int host = 0; host < HOSTS; host++) {
      if (!known[host]) {
        questions(socket).ask(host, host, (host + 1) % HOSTS, out(socket), System.nanoTime());
      }
    }
    sockets.get(socket).flush();
  }

  /**
   * Asks and counts the answers.
   *
   * @param switches how many ask; the others only live on
   * @param window questions that a switch has open at any moment
   * @param ramp before counting begins
   */
  Answers ask(int switches, int window, Duration ramp, Duration time) throws IOException {
    return ask(switches, window, ramp, time, 0);
  }

  /**
   * The same.
   *
   * @param least answers, for which it goes on beyond {@code time}, up to a minute
   */
  Answers ask(int switches, int window, Duration ramp, Duration time, long least)
      throws IOException {
    if (window < 1 || window > MAX_WINDOW) {
      throw new IllegalArgumentException("window must be from 1 to " + MAX_WINDOW + ": " + window);
    }
    for (int i = 0; i < switches; i++) {
      questions(i).begin(window, out(i), System.nanoTime());
      sockets.get(i).flush();
    }
    drive(System.nanoTime() + ramp.toNanos(), () -> false);
    Histogram latencies = new Histogram(3);
    for (int i = 0; i < switches; i++) {
      questions(i).count(latencies);
    }
    Duration cpuBefore = cpu.get();
    long start = System.nanoTime();
    drive(start + time.toNanos(), () -> false);
    drive(start + LEARNED_WITHIN, () -> answered(switches) >= least);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    Duration used = cpu.get().minus(cpuBefore);
    long answered = answered(switches);
    long unanswered = 0;
    long flowMods = 0;
    for (int i = 0; i < switches; i++) {
      unanswered += questions(i).unanswered();
      flowMods += questions(i).flowMods();
      questions(i).stop();
    }
    // What is still under way must not come in the way of what is measured next.
    drive(System.nanoTime() + 2 * patience, () -> open() == 0);
    return new Answers(answered, unanswered, flowMods, took, used, latencies);
  }

  /** {@return the port of a host at any of its switches} */
  static int port(int host) {
    return 1 + host % PORTS;
  }

  private long answered(int switches) {
    long answered = 0;
    for (int i = 0; i < switches; i++) {
      answered += questions(i).answered();
    }
    return answered;
  }

  private int open() {
    int open = 0;
    for (int i = 0; i < sockets.size(); i++) {
      open += questions(i).open();
    }
    return open;
  }

  private Questions questions(int socket) {
    return sockets.get(socket).owner().questions();
  }

  private ByteBuffer out(int socket) {
    return sockets.get(socket).out();
  }

  /** Serves all switches until {@code end}; {@return whether it ended since {@code done} was so} */
  private boolean drive(long end, BooleanSupplier done) throws IOException {
    while (!done.getAsBoolean()) {
      long now = System.nanoTime();
      if (end - now <= 0) {
        return false;
      }
      selector.select(Math.max(1, Math.min(end - now, HOUSEKEEPING) / 1_000_000));
      for (SelectionKey key : selector.selectedKeys()) {
        if (key.attachment() instanceof SwitchSocket socket) {
          socket.read();
        }
      }
      selector.selectedKeys().clear();
      if (introduced && System.nanoTime() - nextHousekeeping >= 0) {
        giveUp();
      }
    }
    return true;
  }

  private void giveUp() throws IOException {
    long now = System.nanoTime();
    nextHousekeeping = now + HOUSEKEEPING;
    for (SwitchSocket socket : sockets) {
      socket.owner().questions().giveUp(now - patience, socket.out(), now);
      socket.flush();
    }
  }

  @Override
  public void close() throws IOException {
    for (SwitchSocket socket : sockets) {
      socket.close();
    }
    selector.close();
  }
}
