package dev.drover.cli.report;

import dev.drover.control.result.RunResult;
import dev.drover.control.result.RunResult.Migration;
import dev.drover.control.result.RunResult.Workload;
import dev.drover.control.result.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Made-up results of the shape that a real evacuation has. */
public final class SampleRuns {
  private static final long MBIT = 1_000_000;
  private static final long MIB = 1 << 20;

  private final String policy;
  private final boolean parallel;
  private final String technique;
  private final double slowness;
  private final Random random = new Random(11);

  private SampleRuns(String policy, boolean parallel, String technique, double slowness) {
    this.policy = policy;
    this.parallel = parallel;
    this.technique = technique;
    this.slowness = slowness;
  }

  /** {@return one file with a run of each policy} */
  public static RunFile file() {
    return new RunFile(
        Optional.of("demo.yaml: 3 hosts, 6 VMs, links of 200Mbit/s"),
        Optional.of("2 cores, 24 GiB, Debian GNU/Linux 12 (bookworm), Linux 6.1, Java 25"),
        List.of(
            new SampleRuns("traffic-aware", false, "post-copy", 1.0).run(),
            new SampleRuns("qemu-parallel", true, "pre-copy", 1.35).run(),
            new SampleRuns("qemu-serial", false, "pre-copy", 1.2).run()));
  }

  private RunResult run() {
    List<String> vms = List.of("web", "ingest", "shop", "backup", "batch");
    List<Migration> migrations = new ArrayList<>();
    SortedMap<String, Timeline.Course> courses = new TreeMap<>();
    double at = 800;
    double end = 0;
    int group = 1;
    for (String vm : vms) {
      double total = (5200 + random.nextInt(1500)) * slowness * (parallel ? 3.4 : 1);
      double start = parallel ? 800 + 20 * group : at;
      migrations.add(migration(vm, parallel ? 1 : group, start, total));
      courses.put(vm, course(start, total));
      at += total;
      end = Math.max(end, start + total);
      group++;
    }
    double last = end;
    SortedMap<String, List<Timeline.NicSample>> hosts = new TreeMap<>();
    hosts.put("h1", nic(last, 60, 95, 0, 100));
    hosts.put("h2", nic(last, 100, 3, 60, 0));
    hosts.put("h3", nic(last, 1, 1, 40, 0));
    SortedMap<String, Long> rates =
        new TreeMap<>(Map.of("h1", 200 * MBIT, "h2", 200 * MBIT, "h3", 200 * MBIT));
    SortedMap<String, List<Timeline.GoodputSample>> goodput = new TreeMap<>();
    List<Workload> workloads = new ArrayList<>();
    for (String vm : List.of("web", "ingest", "shop", "backup", "feed")) {
      double rate = vm.equals("feed") ? 100 : 45;
      double during = policy.equals("traffic-aware") ? 0.95 : 0.6;
      goodput.put(vm, goodput(last, rate, during));
      workloads.add(workload(vm, rate, during, last));
    }
    double limit = 29_000;
    return new RunResult(
        policy,
        new RunResult.Evacuation(
            "h1",
            "completed",
            end - 800,
            end + 1200,
            Optional.of(limit),
            Optional.of((end - 800) / limit),
            Math.round(580 * MIB * slowness),
            550 * MIB),
        migrations,
        Optional.of(workloads),
        new Timeline(1_790_000_000_000L, end + 1200, rates, hosts, courses, goodput, List.of()));
  }

  private Migration migration(String vm, int group, double start, double total) {
    return new Migration(
        vm,
        "h1",
        group % 2 == 0 ? "h3" : "h2",
        technique,
        parallel ? "parallel" : "serial",
        vm.equals("web") ? "high" : "low",
        vm.equals("ingest") ? "incoming" : "outgoing",
        group,
        "completed",
        Optional.empty(),
        Optional.of("h2"),
        Optional.of(start),
        Optional.of(total),
        Optional.of(35.0 + random.nextInt(60)),
        Optional.of(80.0 + random.nextInt(300)),
        Optional.of(Math.round(116 * MIB * slowness)),
        Optional.of(3),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(2.5),
        110 * MIB,
        total * 0.9,
        60,
        115 * MIB,
        "h1 sends 130Mbit/s and this VM adds to it, so memory is pulled (post-copy): <fewer> rounds"
            + " & no second pass",
        Optional.empty());
  }

  private Timeline.Course course(double start, double total) {
    List<Timeline.PhaseStart> phases = new ArrayList<>();
    phases.add(new Timeline.PhaseStart(start, "setup"));
    if (technique.equals("pre-copy")) {
      phases.add(new Timeline.PhaseStart(start + 120, "pre-copy"));
      phases.add(new Timeline.PhaseStart(start + total - 180, "stop-and-copy"));
    } else {
      phases.add(new Timeline.PhaseStart(start + 120, "pre-copy"));
      phases.add(new Timeline.PhaseStart(start + 260, "stop-and-copy"));
      phases.add(new Timeline.PhaseStart(start + 340, "post-copy"));
    }
    phases.add(new Timeline.PhaseStart(start + total, "sent"));
    List<Timeline.MemorySample> samples = new ArrayList<>();
    int rounds = technique.equals("pre-copy") ? 4 : 1;
    for (int round = 1; round <= rounds; round++) {
      double from = start + 120 + total * (1 - Math.pow(0.45, round - 1));
      samples.add(
          new Timeline.MemorySample(
              from, round, 40 * MIB * round, 30 * MIB / round, 2 * MIB, 95 * MBIT));
    }
    return new Timeline.Course(phases, samples, Optional.empty());
  }

  private List<Timeline.NicSample> nic(
      double end, long in, long out, long migrationIn, long migrationOut) {
    List<Timeline.NicSample> samples = new ArrayList<>();
    for (double at = -10_000; at < end + 1200; at += 250) {
      boolean moving = at > 800 && at < end;
      long noise = random.nextInt(8) * MBIT;
      long extraIn = moving ? migrationIn * MBIT + noise : 0;
      long extraOut = moving ? migrationOut * MBIT - noise : 0;
      samples.add(
          new Timeline.NicSample(
              at, in * MBIT + noise + extraIn, out * MBIT + extraOut, extraIn, extraOut));
    }
    return samples;
  }

  private List<Timeline.GoodputSample> goodput(double end, double rate, double during) {
    List<Timeline.GoodputSample> samples = new ArrayList<>();
    for (double at = -10_000; at < end + 1200; at += 200) {
      double factor = at > 800 && at < end ? during : 1;
      double noise = 0.94 + random.nextDouble() * 0.1;
      samples.add(new Timeline.GoodputSample(at, Math.round(rate * factor * noise * MBIT)));
    }
    return samples;
  }

  private Workload workload(String vm, double rate, double during, double end) {
    return new Workload(
        vm,
        vm.equals("shop") ? "request-response" : vm.equals("web") ? "outgoing" : "incoming",
        "medium",
        vm.equals("backup") ? 0 : Math.round(rate * 0.7 * MBIT),
        Math.round(rate * 1.2 * MBIT),
        Math.round(rate * MBIT),
        Math.round(rate * during * MBIT),
        (1 - during) * 100,
        Math.round(rate * MBIT * (1 - during) / 8 * end / 1000),
        during < 0.7 ? 21_400 : 0);
  }
}
