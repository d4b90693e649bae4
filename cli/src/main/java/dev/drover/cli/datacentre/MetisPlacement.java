package dev.drover.cli.datacentre;

import dev.drover.cli.command.Scratch;
import dev.drover.decide.communication.Layers;
import dev.drover.decide.communication.TrafficGraph;
import dev.drover.lab.system.Commands;
import dev.drover.lab.system.LabException;
import dev.drover.simulate.datacentre.Allocation;
import dev.drover.simulate.datacentre.Capacity;
import dev.drover.simulate.placement.PlacementAlgorithm;
import dev.drover.simulate.placement.PlacementProblem;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * An outside peer: METIS (Karypis and Kumar), the program {@code gpmetis}, once for each group from
 * the uppermost layer down, by recursive bisection. It balances parts, but does not know how much
 * fits: whoever is too much in a part goes to one with room, those first that cut least by it.
 */
final class MetisPlacement implements PlacementAlgorithm {
  private static final String PROGRAM = "gpmetis";

  /** Weights are whole numbers: bytes a second in hundreds. */
  private static final double UNIT = 100;

  static boolean isInstalled() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, PROGRAM)));
  }

  @Override
  public String name() {
    return PlacementCases.METIS;
  }

  @Override
  public String description() {
    return "METIS for each group, repaired to exact capacity; needs all traffic in one place";
  }

  @Override
  public Allocation place(PlacementProblem problem) {
    Capacity capacity = problem.start().capacity();
    if (!capacity.resources().isEmpty()) {
      throw new IllegalArgumentException("METIS is held to slots only");
    }
    int[] vms = new int[problem.start().vms()];
    Arrays.setAll(vms, vm -> vm);
    int[] servers = new int[problem.layers().servers()];
    Arrays.setAll(servers, server -> server);
    int[] serverOf = new int[vms.length];
    try (Scratch scratch = Scratch.make("drover-metis-")) {
      divide(problem, scratch.folder(), vms, servers, problem.layers().levels(), serverOf);
    } catch (IOException e) {
      throw new UncheckedIOException("METIS's files cannot be written", e);
    }
    return Allocation.of(capacity, serverOf);
  }

  private static void divide(
      PlacementProblem problem, Path folder, int[] vms, int[] servers, int level, int[] serverOf)
      throws IOException {
    if (servers.length == 1) {
      for (int vm : vms) {
        serverOf[vm] = servers[0];
      }
      return;
    }
    List<int[]> groups = groups(problem.layers(), servers, level - 1);
    int[] room = new int[groups.size()];
    for (int i = 0; i < room.length; i++) {
      for (int server : groups.get(i)) {
        room[i] += problem.start().capacity().slots(server);
      }
    }
    int[] part =
        groups.size() == 1 ? new int[vms.length] : parts(problem, folder, vms, room.length);
    repair(problem.traffic(), vms, part, room);
    for (int i = 0; i < room.length; i++) {
      int which = i;
      int[] own =
          IntStream.range(0, vms.length)
              .filter(at -> part[at] == which)
              .map(at -> vms[at])
              .toArray();
      divide(problem, folder, own, groups.get(i), level - 1, serverOf);
    }
  }

  private static List<int[]> groups(Layers layers, int[] servers, int level) {
    SortedMap<Integer, List<Integer>> groups = new TreeMap<>();
    for (int server : servers) {
      groups.computeIfAbsent(layers.group(server, level), _ -> new ArrayList<>()).add(server);
    }
    return groups.values().stream()
        .map(group -> group.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }

  private static int[] parts(PlacementProblem problem, Path folder, int[] vms, int parts)
      throws IOException {
    if (vms.length <= parts) {
      int[] each = new int[vms.length];
      Arrays.setAll(each, at -> at);
      return each;
    }
    Path file = folder.resolve("graph");
    write(problem.traffic(), vms, file);
    Commands.plain()
        .run(List.of(PROGRAM, "-ptype=rb", "-seed=1", file.toString(), String.valueOf(parts)), "");
    int[] part =
        Files.readAllLines(folder.resolve("graph.part." + parts)).stream()
            .mapToInt(line -> Integer.parseInt(line.strip()))
            .toArray();
    if (part.length != vms.length) {
      throw new LabException(PROGRAM + " divided " + part.length + " of " + vms.length + " VMs");
    }
    return part;
  }

  private static void write(TrafficGraph traffic, int[] vms, Path file) throws IOException {
    int[] place = places(traffic, vms);
    long edges = 0;
    StringBuilder text = new StringBuilder();
    for (int vm : vms) {
      for (int i = traffic.from(vm); i < traffic.to(vm); i++) {
        if (place[traffic.peer(i)] > 0) {
          text.append(place[traffic.peer(i)]).append(' ');
          text.append(Math.max(1, Math.round(traffic.rate(i) / UNIT))).append(' ');
          edges++;
        }
      }
      text.append('\n');
    }
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
      out.write(vms.length + " " + edges / 2 + " 001\n");
      out.append(text);
    }
  }

  /** {@return the place of each VM in {@code vms}, from 1 as METIS counts; 0 for others} */
  private static int[] places(TrafficGraph traffic, int[] vms) {
    int[] place = new int[traffic.vms()];
    for (int i = 0; i < vms.length; i++) {
      place[vms[i]] = i + 1;
    }
    return place;
  }

  private static void repair(TrafficGraph traffic, int[] vms, int[] part, int[] room) {
    int[] filled = new int[room.length];
    for (int one : part) {
      filled[one]++;
    }
    int[] place = places(traffic, vms);
    double[] to = new double[room.length];
    for (int from = 0; from < room.length; from++) {
      while (filled[from] > room[from]) {
        int best = -1;
        int bestPart = -1;
        double most = Double.NEGATIVE_INFINITY;
        for (int at = 0; at < vms.length; at++) {
          if (part[at] != from) {
            continue;
          }
          Arrays.fill(to, 0);
          for (int i = traffic.from(vms[at]); i < traffic.to(vms[at]); i++) {
            int peer = place[traffic.peer(i)];
            if (peer > 0) {
              to[part[peer - 1]] += traffic.rate(i);
            }
          }
          for (int there = 0; there < room.length; there++) {
            if (filled[there] < room[there] && to[there] - to[from] > most) {
              most = to[there] - to[from];
              best = at;
              bestPart = there;
            }
          }
        }
        part[best] = bestPart;
        filled[from]--;
        filled[bestPart]++;
      }
    }
  }
}
