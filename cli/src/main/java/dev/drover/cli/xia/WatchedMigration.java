package dev.drover.cli.xia;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.command.Scratch;
import dev.drover.cli.command.Script;
import dev.drover.cli.xia.ClientGap.Seen;
import dev.drover.control.result.ResultFile;
import dev.drover.lab.Lab;
import dev.drover.lab.LabStatus.VmState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One {@code drover migrate} in a lab, while the VM's client is watched. */
final class WatchedMigration {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .changeDefaultPropertyInclusion(
              include -> include.withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .build();

  private final Lab lab;
  private final String vm;
  private final String host;

  /** What is written beside the migration's own result; milliseconds. */
  private record Gap(
      Optional<Double> freezeMs,
      Optional<Double> rebindMs,
      Optional<Double> firstReplyMs,
      double probeGapMs,
      Optional<Double> streamGapMs,
      Optional<Double> datagramGapMs,
      long answersLost,
      long answersWrong,
      long streamsBroken) {
    static Gap of(Seen seen) {
      return new Gap(
          seen.split().map(GapSplit::freezeMs),
          seen.split().map(GapSplit::rebindMs),
          seen.split().map(GapSplit::firstReplyMs),
          ms(seen.probeGap()),
          seen.streamGap().map(Gap::ms),
          seen.datagramGap().map(Gap::ms),
          seen.lost(),
          seen.wrong(),
          seen.broken());
    }

    private static double ms(Duration time) {
      return time.toNanos() / 1e6;
    }
  }

  /**
   * @throws CommandFailure when the lab has no such VM or host, or the VM is there already
   */
  WatchedMigration(Lab lab, String vm, String host) {
    this.lab = lab;
    this.vm = vm;
    this.host = host;
    if (lab.file().hosts().stream().noneMatch(each -> each.name().equals(host))) {
      throw CommandFailure.badInput(
          "'"
              + host
              + "' is no host of lab "
              + lab.name()
              + "; it has "
              + names(lab.file().hosts().stream().map(each -> each.name()).toList()));
    }
  }

  private static String names(List<String> names) {
    return names.stream().collect(Collectors.joining(", "));
  }

  private String source() {
    List<VmState> vms = lab.status().vms();
    VmState state =
        vms.stream()
            .filter(each -> each.name().equals(vm))
            .findFirst()
            .orElseThrow(() ->
                CommandFailure.badInput(
                    "'"
                        + vm
                        + "' is no vm of lab "
                        + lab.name()
                        + "; it has "
                        + names(vms.stream().map(VmState::name).toList())));
    if (state.hosts().size() != 1) {
      throw CommandFailure.badInput(
          "vm " + vm + " runs nowhere or migrates now; see 'drover lab status'");
    }
    if (state.hosts().getFirst().equals(host)) {
      throw CommandFailure.badInput("vm " + vm + " already runs on " + host);
    }
    return state.hosts().getFirst();
  }

  /**
   * Moves the VM, and says what its client saw.
   *
   * @param options of {@code drover migrate}
   * @param json where to write the migration's result, and {@code gap} with what was seen
   * @return the exit code
   */
  int run(Script script, List<String> options, Optional<Path> json) {
    String source = source();
    try (Scratch scratch = Scratch.make("drover-xia-");
        ClientGap gap = ClientGap.watch(lab, vm, source, host)) {
      Path result = scratch.folder().resolve("result.json");
      List<String> arguments = new ArrayList<>(List.of("migrate", vm, host, "--yes"));
      arguments.addAll(List.of("--lab", lab.name(), "--json", result.toString()));
      arguments.addAll(options);
      int code = script.run(arguments);
      if (code != ExitCode.OK) {
        return code;
      }
      Seen seen = gap.seen();
      System.out.println("What the client saw:");
      GapPage.lines(seen).forEach(line -> System.out.println("  " + line));
      if (json.isPresent()) {
        ObjectNode all = (ObjectNode) JSON.readTree(Files.readString(result));
        all.set("gap", JSON.valueToTree(Gap.of(seen)));
        ResultFile.write(json.get(), JSON.writeValueAsString(all) + "\n");
        System.out.println("wrote " + json.get());
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "a scratch folder fails: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      return ExitCode.CANCELLED;
    }
  }
}
