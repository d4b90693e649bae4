package dev.drover.agent.api;

import java.util.List;
import java.util.Optional;

/**
 * What a host knows of the placement of VMs.
 *
 * @param location where the host stands, outermost first
 * @param weights c₁, c₂ … by which it decides
 * @param slots VMs on it at most, if that is limited
 * @param windowMs over which it averages traffic
 * @param flows how many it has in its table
 */
public record PlacementReport(
    String host,
    List<String> location,
    List<Double> weights,
    Optional<Integer> slots,
    long windowMs,
    int flows,
    TokenState token) {
  public PlacementReport {
    location = List.copyOf(location);
    weights = List.copyOf(weights);
  }

  /**
   * What a host knows of the token.
   *
   * @param part what it has to do with it: idle, holding, deciding (also when it has ended
   *     meanwhile), passing, watching
   * @param generation of the furthest token that was here
   * @param hop of the same
   * @param ended the highest generation that has ended
   * @param round of the last token here, 0 without one
   * @param moves that were made with it until then
   * @param holder address of the VM whose turn it was
   */
  public record TokenState(
      String part,
      long generation,
      long hop,
      long ended,
      int round,
      int moves,
      Optional<String> holder) {}
}
