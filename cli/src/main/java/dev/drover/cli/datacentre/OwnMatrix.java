package dev.drover.cli.datacentre;

import dev.drover.cli.command.CommandFailure;
import dev.drover.simulate.datacentre.CsvTraffic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A traffic matrix of the user's own, and the data centre whose VMs it is of. */
final class OwnMatrix {
  private static final int MOST_SERVERS = 1_000_000;

  @Option(
      names = "--traffic",
      paramLabel = "FILE.csv",
      description = {
        "Place the VMs of this matrix instead: lines of vm,peer,bytesPerSecond below these names,"
            + " VMs as numbers from 0, both directions of a pair together.",
      })
  private @Nullable Path traffic;

  @Option(
      names = "--fan-out",
      paramLabel = "N",
      split = ",",
      defaultValue = "20,8,4,4",
      description =
          "With --traffic: servers in a rack, racks in a group, such groups in the next, and so on;"
              + " four numbers at most (default: ${DEFAULT-VALUE}).")
  private List<Integer> fanOut = List.of();

  @Option(
      names = "--slots",
      paramLabel = "N",
      defaultValue = "16",
      description = "With --traffic: VMs that a server has room for (default: ${DEFAULT-VALUE}).")
  private int slots;

  /** Made by the command line. */
  OwnMatrix() {}

  boolean isGiven() {
    return traffic != null;
  }

  /** {@return the words that give another command the same options} */
  List<String> words() {
    return traffic == null
        ? List.of()
        : List.of(
            "--traffic",
            traffic.toString(),
            "--fan-out",
            fanOut.stream().map(String::valueOf).collect(Collectors.joining(",")),
            "--slots",
            String.valueOf(slots));
  }

  /**
   * {@return a case for each way to place them}
   *
   * @throws CommandFailure when the file cannot be read or the VMs have no room
   */
  List<PlacementCase> cases() {
    if (traffic == null) {
      return List.of();
    }
    Path file = traffic;
    if (fanOut.isEmpty() || fanOut.size() > 4 || fanOut.stream().anyMatch(width -> width < 1)) {
      throw CommandFailure.badInput("--fan-out takes one to four numbers of at least 1");
    }
    double servers = fanOut.stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b);
    if (servers > MOST_SERVERS) {
      throw CommandFailure.badInput(
          "--fan-out makes more than %,d servers; use fewer".formatted(MOST_SERVERS));
    }
    int vms = vms(file);
    if (slots < 1 || vms > servers * slots) {
      throw CommandFailure.badInput(
          "--fan-out and --slots %d make room for %,d VMs and %s has %,d; use more"
              .formatted(slots, Math.max(0, (long) (servers * slots)), file, vms));
    }
    return PlacementCases.of(new PlacementTraffic.Matrix(file), fanOut, slots, vms);
  }

  private static int vms(Path file) {
    try {
      int vms = CsvTraffic.read(file).vms();
      if (vms == 0) {
        throw CommandFailure.badInput("--traffic " + file + " has no pair of VMs");
      }
      return vms;
    } catch (IllegalArgumentException e) {
      throw CommandFailure.badInput("--traffic " + e.getMessage());
    } catch (IOException e) {
      throw CommandFailure.badInput("--traffic " + file + " cannot be read (" + e + ")");
    }
  }
}
