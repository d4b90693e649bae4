package dev.drover.cli.lab;

import dev.drover.cli.terminal.Screen;
import dev.drover.cli.terminal.Table;
import dev.drover.lab.LabStatus;
import dev.drover.model.unit.Durations;
import java.util.ArrayList;
import java.util.List;

/** Draws a lab as seen from its machine. */
final class LabPage {
  private LabPage() {}

  static List<String> render(LabStatus lab, Screen screen) {
    List<String> lines = new ArrayList<>();
    lines.add("Lab " + lab.name() + " in " + lab.directory());
    if (!lab.complete()) {
      lines.add("It is not complete; take it down: drover lab down " + lab.name());
    }
    lines.add("");
    Table nodes = new Table().left("node").left("address").left("process");
    for (LabStatus.HostState host : lab.hosts()) {
      nodes.row(host.name(), host.address(), agent(host.agent()));
    }
    for (LabStatus.RouterState router : lab.routers()) {
      nodes.row(
          router.name(),
          router.subnet(),
          router.edgeRuns() ? "edge agent runs" : "edge agent does not run");
    }
    for (LabStatus.ClientState client : lab.clients()) {
      nodes.row(
          client.name(),
          client.address(),
          client.observerRuns() ? "observer runs" : "observer does not run");
    }
    lines.addAll(nodes.render(screen));
    lines.add("");
    lab.fabric()
        .ifPresent(fabric -> {
          lines.addAll(fabric(fabric, screen));
          lines.add("");
        });
    if (lab.vms().isEmpty()) {
      lines.add("It has no VMs.");
      return lines;
    }
    Table vms = new Table().left("VM").left("address").left("workload").left("on").left("probe");
    for (LabStatus.VmState vm : lab.vms()) {
      vms.row(
          vm.name(),
          vm.address(),
          vm.workload(),
          vm.hosts().isEmpty() ? "no host" : String.join(", ", vm.hosts()),
          vm.answers()
              ? "answers"
              : vm.silentFor()
                  .map(silence -> "silent for " + Durations.format(silence))
                  .orElse("never answered"));
    }
    lines.addAll(vms.render(screen));
    return lines;
  }

  private static List<String> fabric(LabStatus.FabricState fabric, Screen screen) {
    List<String> lines = new ArrayList<>();
    lines.add(
        fabric.controllerRuns()
            ? "Routes are chosen by " + fabric.routing() + "."
            : "The network controller does not run.");
    Table switches = new Table().left("switch").right("datapath").left("process");
    for (LabStatus.SwitchState each : fabric.switches()) {
      String process = each.connected() ? "connected" : "runs, not connected";
      switches.row(
          each.name(), Integer.toString(each.datapath()), each.runs() ? process : "does not run");
    }
    lines.addAll(switches.render(screen));
    return lines;
  }

  private static String agent(LabStatus.HostState.Agent agent) {
    return switch (agent) {
      case RUNS -> "agent runs";
      case STOPPED -> "agent does not run";
      case NOT_NEEDED -> "no VMs, no agent";
    };
  }
}
