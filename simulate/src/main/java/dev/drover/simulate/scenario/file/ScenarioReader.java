package dev.drover.simulate.scenario.file;

import dev.drover.decide.routing.RouteDeciders;
import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.Durations;
import dev.drover.simulate.packet.TcpConfig;
import dev.drover.simulate.scenario.MemoryPattern;
import dev.drover.simulate.scenario.MigrationPlan;
import dev.drover.simulate.scenario.NetworkMode;
import dev.drover.simulate.scenario.RunSpec;
import dev.drover.simulate.scenario.TrafficSpec;
import dev.drover.simulate.scenario.VmSpec;
import dev.drover.yaml.Located;
import dev.drover.yaml.Section;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads one scenario from top to bottom, checking each name against those before it. */
final class ScenarioReader {
  private static final Duration STATISTICS = Duration.ofSeconds(5);

  private final Path file;

  private static final Bytes FRAME = Bytes.of(1538);

  ScenarioReader(Path file) {
    this.file = file;
  }

  RunSpec read(Located tree) {
    Section scenario = new Section("scenario", tree);
    String name = scenario.required("name", Words::name);
    long seed = scenario.optional("seed", Words::seed).orElse(1L);
    NetworkMode mode =
        Words.constant(scenario, "network", NetworkMode.class).orElse(NetworkMode.PACKET);
    Topology topology =
        TopologyReader.read(
            scenario
                .section("topology", "topology")
                .orElseThrow(() -> scenario.refuse("topology", "'topology' is missing; add it")));
    TcpConfig tcp = scenario.section("tcp", "tcp").map(TcpReader::read).orElse(TcpConfig.linux());
    Duration jitter =
        scenario.optional("jitter", Durations::parse).orElseGet(() -> frameTime(topology));
    String routing =
        scenario.has("routing")
            ? Words.oneOf(scenario, "routing", RouteDeciders.names())
            : RouteDeciders.names().getFirst();
    List<Route> routes = routes(scenario, topology);
    Duration statistics = scenario.optional("statisticsEvery", Durations::parse).orElse(STATISTICS);
    TrafficReader trafficReader = new TrafficReader(topology.hosts());
    List<TrafficSpec> traffic = new ArrayList<>();
    for (Section section : scenario.sections("traffic", "traffic")) {
      traffic.add(trafficReader.read(section, traffic));
    }
    Map<String, VmSpec> vms = new TreeMap<>();
    List<VmSpec> inOrder = new ArrayList<>();
    for (Section section : scenario.sections("vms", "vm")) {
      VmSpec vm = vm(section, topology.hosts());
      if (vms.put(vm.name(), vm) != null) {
        throw section.refuse(
            "name", "'" + vm.name() + "' is used twice; give each VM its own name");
      }
      inOrder.add(vm);
    }
    MigrationReader migrationReader = new MigrationReader(vms, topology.hosts());
    List<MigrationPlan> migrations = new ArrayList<>();
    for (Section section : scenario.sections("migrations", "migration")) {
      migrations.add(migrationReader.read(section));
    }
    Optional<Duration> duration = scenario.optional("duration", Durations::parse);
    RunSpec spec =
        scenario.checked(
            "duration",
            () ->
                new RunSpec(
                    name,
                    seed,
                    mode,
                    topology,
                    tcp,
                    jitter,
                    routing,
                    routes,
                    statistics,
                    traffic,
                    inOrder,
                    migrations,
                    duration));
    scenario.end();
    return spec;
  }

  private static List<Route> routes(Section scenario, Topology topology) {
    List<Route> routes = new ArrayList<>();
    for (Section section : scenario.sections("routes", "route")) {
      List<String> nodes = section.texts("nodes").stream().map(Located.Text::value).toList();
      Route route = section.checked("nodes", () -> topology.checked(new Route(nodes)));
      if (routes.stream().anyMatch(route::hasEndsOf)) {
        throw section.refuse(
            "nodes",
            "there is one from " + route.source() + " to " + route.destination() + " already");
      }
      routes.add(route);
      section.end();
    }
    return routes;
  }

  /** The time of a full frame on the narrowest link. */
  private static Duration frameTime(Topology topology) {
    return topology.links().stream()
        .map(link -> FRAME.timeAt(link.rate()))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private VmSpec vm(Section section, List<String> hosts) {
    String name = section.required("name", Words::name);
    String host = Words.oneOf(section, "host", hosts);
    Bytes memory = section.required("memory", Bytes::parse);
    MemoryReader patterns = new MemoryReader(file, memory);
    MemoryPattern writes =
        section
            .section("writes", "writes of vm '" + name + "'")
            .map(patterns::read)
            .orElseGet(MemoryPattern.Idle::new);
    Optional<MemoryPattern> reads =
        section.section("reads", "reads of vm '" + name + "'").map(patterns::read);
    double zero = section.optional("zeroShare", Words::decimal).orElse(0.0);
    VmSpec vm =
        section.checked("memory", () -> new VmSpec(name, host, memory, writes, reads, zero));
    section.end();
    return vm;
  }
}
