package dev.drover.cli.status;

import dev.drover.agent.api.DiskCopy;
import dev.drover.agent.api.HostStatus;
import dev.drover.agent.api.MigrationStatus;
import dev.drover.agent.api.VmStatus;
import dev.drover.cli.terminal.Ink;
import dev.drover.cli.terminal.Screen;
import dev.drover.cli.terminal.Table;
import dev.drover.control.ControlStatus;
import dev.drover.control.execute.RecoveryReport;
import dev.drover.control.observe.Observation;
import dev.drover.decide.traffic.TrafficCategorizer;
import dev.drover.decide.traffic.TrafficThresholds;
import dev.drover.hypervisor.VmState;
import dev.drover.model.RoundSample;
import dev.drover.model.Traffic;
import dev.drover.model.TrafficClass;
import dev.drover.model.VmObservation;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Draws what is now: hosts, VMs, running migrations, and what is wrong. */
final class StatusPage {
  private final TrafficCategorizer categorizer =
      new TrafficCategorizer(TrafficThresholds.defaults());
  private final Screen screen;

  StatusPage(Screen screen) {
    this.screen = screen;
  }

  List<String> render(ControlStatus now) {
    Observation seen = now.observation();
    List<String> lines = new ArrayList<>(hosts(seen).render(screen));
    lines.add("");
    if (seen.cluster().vms().isEmpty()) {
      lines.add("No VM runs.");
    } else {
      lines.addAll(vms(seen).render(screen));
    }
    List<MigrationStatus> running =
        now.migrations().stream().filter(m -> m.outcome().isEmpty()).toList();
    if (!running.isEmpty()) {
      lines.add("");
      lines.addAll(migrations(running).render(screen));
    }
    for (RecoveryReport.Recovered left : now.leftBehind()) {
      String at = left.vmRunsAt().map(host -> "runs on " + host).orElse("is nowhere seen running");
      String line = "vm " + left.vm() + ": " + left.what() + "; it " + at;
      lines.add(Ink.WARN.on(screen, screen.plain(line)));
    }
    for (String conflict : seen.conflicts()) {
      lines.add(Ink.BAD.on(screen, screen.plain("conflict: " + conflict)));
    }
    return lines;
  }

  private Table hosts(Observation seen) {
    Table table =
        new Table()
            .left("host")
            .right("NIC")
            .right("in")
            .right("out")
            .left("traffic")
            .right("memory")
            .right("free")
            .right("VMs")
            .left("hypervisor");
    for (HostStatus host : seen.hosts().values()) {
      Traffic load = host.nicLoad();
      table.row(
          host.host(),
          host.nicRate().toString(),
          percent(load.in(), host.nicRate()),
          percent(load.out(), host.nicRate()),
          categorize(load, host.nicRate()).toString(),
          host.memory().toString(),
          host.memoryFree().toString(),
          Integer.toString(seen.cluster().vmsOn(host.host()).size()),
          host.hypervisor());
    }
    for (Map.Entry<String, String> silent : seen.unreachable().entrySet()) {
      String why = "no answer: " + silent.getValue();
      table.row(silent.getKey(), "", "", "", "", "", "", "", why);
    }
    return table;
  }

  private Table vms(Observation seen) {
    Table table =
        new Table()
            .left("VM")
            .left("host")
            .left("state")
            .left("priority")
            .left("traffic")
            .right("in")
            .right("out")
            .right("memory")
            .right("dirty rate");
    for (VmObservation vm : seen.cluster().vms()) {
      Optional<VmStatus> status = seen.status(vm.name());
      BitRate nic = seen.cluster().host(vm.host()).orElseThrow().nicRate();
      table.row(
          vm.name(),
          vm.host(),
          status.map(s -> state(s.state())).orElse(""),
          vm.priority().toString(),
          categorize(vm.traffic(), nic).toString(),
          vm.traffic().in().toString(),
          vm.traffic().out().toString(),
          vm.memory().toString(),
          status.flatMap(VmStatus::dirtyRate).map(Object::toString).orElse("not measured"));
    }
    return table;
  }

  private static Table migrations(List<MigrationStatus> migrations) {
    Table table =
        new Table()
            .left("migration of")
            .left("from")
            .left("to")
            .left("technique")
            .left("phase")
            .right("round")
            .right("sent")
            .right("remaining")
            .right("rate")
            .right("so far");
    for (MigrationStatus migration : migrations) {
      Optional<RoundSample> last =
          migration.rounds().isEmpty()
              ? Optional.empty()
              : Optional.of(migration.rounds().getLast());
      String phase = migration.phases().isEmpty() ? "setup" : migration.phases().getLast().phase();
      table.row(
          migration.vm(),
          migration.source(),
          migration.destination(),
          migration.technique().toString(),
          phase,
          last.map(s -> Integer.toString(s.round())).orElse(""),
          last.map(RoundSample::transferred)
              .or(() -> migration.disk().map(DiskCopy::sent))
              .map(Bytes::toString)
              .orElse(""),
          last.map(RoundSample::remaining)
              .or(() -> migration.disk().map(DiskCopy::remaining))
              .map(Bytes::toString)
              .orElse(""),
          last.map(RoundSample::throughput).map(BitRate::toString).orElse(""),
          Durations.format(migration.totalTime()));
    }
    return table;
  }

  private TrafficClass categorize(Traffic traffic, BitRate nic) {
    return categorizer.categorize(traffic, nic, Optional.empty());
  }

  private static String percent(BitRate load, BitRate rate) {
    return String.format(Locale.ROOT, "%.0f%%", 100 * load.fractionOf(rate));
  }

  private static String state(VmState state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
