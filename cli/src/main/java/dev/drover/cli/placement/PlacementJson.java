package dev.drover.cli.placement;

import dev.drover.agent.api.Decision;
import dev.drover.calls.Json;
import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.control.placement.Scene;
import dev.drover.control.placement.Scene.PlacedVm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** What the commands write, described in {@code docs/placement.md}. */
public final class PlacementJson {
  private PlacementJson() {}

  /**
   * A placement.
   *
   * @param cost bytes a second times link weight, eq. 1
   * @param bytesPerSecond exchanged at each level, 0 first
   */
  public record Placement(
      double cost, List<Double> bytesPerSecond, List<Vm> vms, List<Pair> pairs) {
    static Placement of(Scene scene) {
      return new Placement(
          scene.cost(),
          scene.rates(),
          scene.vms().stream().map(vm -> vm(scene, vm)).toList(),
          scene.pairs().stream().map(pair -> pair(scene, pair)).toList());
    }

    private static Vm vm(Scene scene, PlacedVm vm) {
      return new Vm(vm.name(), vm.address(), scene.hosts().get(vm.host()).name());
    }

    private static Pair pair(Scene scene, Scene.Pair pair) {
      PlacedVm one = scene.vms().get(pair.one());
      PlacedVm other = scene.vms().get(pair.other());
      return new Pair(
          one.name(),
          other.name(),
          scene.layers().level(one.host(), other.host()),
          pair.bytesPerSecond());
    }
  }

  /** A VM and its host. */
  public record Vm(String name, String address, String host) {}

  /** Two VMs and what they exchange. */
  public record Pair(String one, String other, int level, double bytesPerSecond) {}

  /**
   * One run of the token.
   *
   * @param outcome {@code completed}, {@code cancelled}, or {@code planned} of a dry run
   * @param after absent of a dry run
   * @param costAfter as measured, or as expected by a dry run
   */
  public record Rebalance(
      String policy,
      int rounds,
      String outcome,
      double costBefore,
      double costAfter,
      Placement before,
      Optional<Placement> after,
      List<Decision> decisions) {}

  /**
   * {@return what {@code rebalance --json} wrote}
   *
   * @throws CommandFailure when it is not such a file
   */
  public static Rebalance read(Path file) {
    try {
      return Json.MAPPER.readValue(Files.readString(file), Rebalance.class);
    } catch (IOException | JacksonException e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          file + " cannot be read as what a rebalance came to: " + e.getMessage(),
          e);
    }
  }

  static String text(Object value) {
    return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
  }
}
