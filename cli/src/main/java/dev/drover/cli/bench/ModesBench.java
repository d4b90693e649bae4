package dev.drover.cli.bench;

import dev.drover.model.network.Topology.Buffer;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.simulate.packet.TcpConfig;
import dev.drover.simulate.scenario.Permutation;
import dev.drover.simulate.scenario.RunResult;
import dev.drover.simulate.scenario.RunSpec;
import dev.drover.simulate.scenario.SizeDistribution;
import dev.drover.simulate.scenario.file.ScenarioFile;
import dev.drover.simulate.topology.Cable;
import dev.drover.simulate.topology.Topologies;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs what is compared. */
final class ModesBench {
  private static final Cable CABLE =
      new Cable(
          BitRate.ofMegabitsPerSecond(1000),
          Duration.ofNanos(5_000),
          new Buffer.Size(Bytes.of(128 << 10)));

  /** The time of a full frame on such a link. */
  private static final Duration FRAME = Duration.ofNanos(12_304);

  /** In which every permutation here ends. */
  private static final Duration LONG = Duration.ofSeconds(60);

  /** For receivers that do not hold an acknowledgement back so long that it shows. */
  private static final Duration PROMPT = Duration.ofMillis(1);

  private final PrintStream out;

  ModesBench(PrintStream out) {
    this.out = out;
  }

  /** {@return a scenario with both networks, whichever its file names} */
  ModesPair scenario(Path file) {
    out.println(file.getFileName());
    out.flush();
    return ModesPair.run(ScenarioFile.read(file, List.of()));
  }

  /**
   * A permutation of a fat tree's hosts, of one seed.
   *
   * @param sizes of its transfers, in words
   * @param chance how far packets are from packets that arrive a nanosecond otherwise
   */
  record Tree(
      int hosts,
      String sizes,
      boolean delayed,
      long seed,
      TransferErrors fluid,
      TransferErrors chance,
      double packetSeconds,
      double fluidSeconds) {}

  List<Tree> fatTrees() {
    List<Tree> trees = new ArrayList<>();
    for (long seed = 1; seed <= 3; seed++) {
      trees.add(tree(4, 5, true, seed));
    }
    for (long seed = 1; seed <= 3; seed++) {
      trees.add(tree(4, 5, false, seed));
    }
    for (long seed = 1; seed <= 2; seed++) {
      trees.add(tree(4, 50, false, seed));
    }
    for (long seed = 1; seed <= 2; seed++) {
      trees.add(tree(8, 5, false, seed));
    }
    return trees;
  }

  private Tree tree(int k, long least, boolean delayed, long seed) {
    String sizes = least + "–" + 10 * least + " MB";
    TcpConfig tcp = TcpConfig.linux();
    TcpConfig used = delayed ? tcp : tcp.withDelayedTimeout(PROMPT);
    SizeDistribution drawn =
        new SizeDistribution.Uniform(Bytes.of(least * 1_000_000), Bytes.of(10 * least * 1_000_000));
    ModesPair pair = ModesPair.run(permutation(k, drawn, used, FRAME, seed));
    RunSpec other = permutation(k, drawn, used, FRAME.plusNanos(1), seed);
    double[] packets = completions(pair.packet().result());
    double[] again = completions(ModesPair.run(other).packet().result());
    TransferErrors errors = TransferErrors.of(completions(pair.fluid().result()), packets);
    out.printf(
        Locale.ROOT,
        "fat tree k=%d, %s, seed %d: %.1f %% in the median%n",
        k,
        sizes,
        seed,
        100 * errors.median());
    out.flush();
    return new Tree(
        packets.length,
        sizes,
        delayed,
        seed,
        errors,
        TransferErrors.of(again, packets),
        pair.packet().processorSeconds(),
        pair.fluid().processorSeconds());
  }

  private static RunSpec permutation(
      int k, SizeDistribution sizes, TcpConfig tcp, Duration jitter, long seed) {
    return Permutation.of(Topologies.fatTree(k, CABLE), sizes, seed, tcp, jitter, LONG);
  }

  private static double[] completions(RunResult result) {
    return result.traffic().stream()
        .mapToDouble(transfer -> transfer.completion().orElseThrow().mean().toNanos() / 1e9)
        .toArray();
  }
}
