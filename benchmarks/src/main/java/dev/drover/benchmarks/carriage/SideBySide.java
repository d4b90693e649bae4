package dev.drover.benchmarks.carriage;

import dev.drover.xia.daemon.ConsoleClient;
import dev.drover.xia.daemon.XiaMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Carries the same number of bytes, in turns, over one TCP connection and over XIA's daemons, and
 * prints medians: {@code SideBySide TURNS MIB KIND ROUTERS RATE [BURNERS]}. {@code KIND} is {@code
 * random}, or {@code mixed}: half random, a quarter zero, a quarter repeated. {@code BURNERS} busy
 * processes stand for an emulated guest. One turn more than is counted is made first, to warm the
 * daemons up. As root; {@code -Ddaemon.options=-Xlog:gc:file=/tmp/gc-%n.log} gives the daemons more
 * options, with their namespaces' names.
 */
public final class SideBySide {
  private static final String VM = "load";
  private static final String TOKEN = "00112233445566778899aabbccddeeff";

  /** Of a lab's agents and daemons. */
  private static final int NICE = -5;

  private static final long PATIENCE = 30_000_000_000L;

  private final Wire wire;
  private final Path directory;
  private final int mebibytes;
  private final String kind;
  private final List<Program> daemons = new ArrayList<>();
  private long seed;

  private SideBySide(Wire wire, Path directory, int mebibytes, String kind) {
    this.wire = wire;
    this.directory = directory;
    this.mebibytes = mebibytes;
    this.kind = kind;
  }

  /**
   * One transfer.
   *
   * @param finalSeconds from when the final round began at the source to its end at the destination
   * @param processor seconds of each daemon along the path; none over TCP
   */
  private record Turn(double seconds, double finalSeconds, List<Double> processor) {}

  public static void main(String[] words) throws IOException, InterruptedException {
    int turns = Integer.parseInt(words[0]);
    int routers = Integer.parseInt(words[3]);
    int burners = words.length > 5 ? Integer.parseInt(words[5]) : 0;
    Path directory = Files.createTempDirectory("drvfast");
    List<Program> guests = new ArrayList<>();
    try (Wire wire = new Wire(routers, words[4])) {
      SideBySide both = new SideBySide(wire, directory, Integer.parseInt(words[1]), words[2]);
      try {
        both.start();
        for (int i = 0; i < burners; i++) {
          guests.add(new Program(wire.nodes().getFirst(), 0, Ends.class, "burn"));
        }
        both.compare(turns);
      } finally {
        guests.forEach(Program::close);
        both.daemons.forEach(Program::close);
      }
    } finally {
      try (Stream<Path> files = Files.list(directory)) {
        files.forEach(file -> file.toFile().delete());
      }
      Files.delete(directory);
    }
  }

  private void start() throws IOException, InterruptedException {
    int last = wire.nodes().size() - 1;
    for (int i = 0; i <= last; i++) {
      boolean host = i == 0 || i == last;
      String links = i == 0 ? "east" : host ? "west" : "west,east";
      String more = host ? "" : "domain.key=" + directory.resolve("ad" + i) + "\n";
      Path settings = directory.resolve("settings" + i);
      Files.writeString(
          settings,
          "role=%s\nkey=%s\nlinks=%s\ncontrol=%s\n%s"
              .formatted(
                  host ? "host" : "router", directory.resolve("key" + i), links, control(i), more));
      daemons.add(new Program(wire.nodes().get(i), NICE, XiaMain.class, settings.toString()));
    }
    await(0);
    await(last);
  }

  private Path control(int node) {
    return directory.resolve("control" + node);
  }

  private void await(int host) throws InterruptedException {
    long begin = System.nanoTime();
    while (!attached(host)) {
      if (System.nanoTime() - begin > PATIENCE) {
        throw new IllegalStateException("host " + host + " finds no domain");
      }
      Thread.sleep(100);
    }
  }

  private boolean attached(int host) {
    try {
      return new ConsoleClient(control(host))
          .ask("address").stream().anyMatch(line -> line.contains("AD:"));
    } catch (IOException e) {
      return false;
    }
  }

  private void compare(int turns) throws IOException {
    List<Turn> tcp = new ArrayList<>();
    List<Turn> xia = new ArrayList<>();
    for (int i = 0; i <= turns; i++) {
      Turn overTcp = tcp();
      Turn overXia = xia();
      System.out.printf(
          Locale.ROOT,
          "%2d  tcp %.2f s, final %.0f ms   xia %.2f s, final %.0f ms, processor %s%n",
          i,
          overTcp.seconds,
          1000 * overTcp.finalSeconds,
          overXia.seconds,
          1000 * overXia.finalSeconds,
          overXia.processor);
      if (i > 0) {
        tcp.add(overTcp);
        xia.add(overXia);
      }
    }
    show(tcp, xia);
  }

  private void show(List<Turn> tcp, List<Turn> xia) {
    double seconds = median(xia.stream().mapToDouble(Turn::seconds));
    double finals = median(xia.stream().mapToDouble(Turn::finalSeconds));
    double tcpSeconds = median(tcp.stream().mapToDouble(Turn::seconds));
    double tcpFinals = median(tcp.stream().mapToDouble(Turn::finalSeconds));
    System.out.printf(
        Locale.ROOT,
        "time    tcp %.2f s, xia %.2f s: x%.3f%nfinal   tcp %.0f ms, xia %.0f ms: x%.3f%n",
        tcpSeconds,
        seconds,
        seconds / tcpSeconds,
        1000 * tcpFinals,
        1000 * finals,
        finals / tcpFinals);
    double gibibytes = mebibytes / 1024.0;
    for (int i = 0; i < daemons.size(); i++) {
      int daemon = i;
      System.out.printf(
          Locale.ROOT,
          "processor of %s: %.2f s a GiB%n",
          wire.nodes().get(i),
          median(xia.stream().mapToDouble(turn -> turn.processor.get(daemon))) / gibibytes);
    }
  }

  private static double median(DoubleStream of) {
    double[] sorted = of.sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  private Turn tcp() throws IOException {
    String place = wire.lastAddress() + ":4444";
    return turn(place, place);
  }

  private Turn xia() throws IOException {
    Path in = directory.resolve("in");
    Path out = directory.resolve("out");
    Files.deleteIfExists(in);
    int last = daemons.size() - 1;
    String address =
        new ConsoleClient(control(last)).ask("receive", VM, in.toString(), TOKEN).getFirst();
    new ConsoleClient(control(0)).ask("send", VM, out.toString(), "fast", TOKEN, address);
    double[] before = processor();
    Turn turn = turn(in.toString(), out.toString(), control(0).toString(), VM);
    double[] used = processor();
    Arrays.setAll(used, i -> used[i] - before[i]);
    new ConsoleClient(control(0)).ask("end-sender", VM);
    new ConsoleClient(control(last)).ask("end-receiver", VM);
    return new Turn(turn.seconds, turn.finalSeconds, DoubleStream.of(used).boxed().toList());
  }

  private double[] processor() throws IOException {
    double[] used = new double[daemons.size()];
    for (int i = 0; i < used.length; i++) {
      used[i] = daemons.get(i).processor();
    }
    return used;
  }

  private Turn turn(String sinkPlace, String place, String... control) throws IOException {
    List<String> send =
        new ArrayList<>(
            List.of("send", place, Integer.toString(mebibytes), kind, Long.toString(++seed)));
    send.addAll(List.of(control));
    try (Program sink = new Program(wire.nodes().getLast(), NICE, Ends.class, "sink", sinkPlace)) {
      sink.line();
      try (Program source =
          new Program(wire.nodes().getFirst(), NICE, Ends.class, send.toArray(String[]::new))) {
        String[] came = sink.line().split(" ", -1);
        String[] went = source.line().split(" ", -1);
        if (!came[1].equals(went[2])) {
          throw new IllegalStateException("other bytes came than went");
        }
        long end = Long.parseLong(came[0]);
        return new Turn(
            (end - Long.parseLong(went[0])) / 1e9,
            (end - Long.parseLong(went[1])) / 1e9,
            List.of());
      }
    }
  }
}
