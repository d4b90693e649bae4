package dev.drover.agent.api;

import java.util.List;

/**
 * Creates S-CORE's token.
 *
 * @param policy one of the token policies
 * @param rounds after which it ends; 0: never
 * @param together how many VMs of a host go elsewhere at once at most, once none goes alone any
 *     more; 1 as in the paper
 * @param still whether nobody moved in a round just before
 * @param vms IPv4 addresses, in the order in which equals hold it
 */
public record TokenRequest(
    String policy, int rounds, int together, boolean still, List<String> vms) {
  public TokenRequest {
    vms = List.copyOf(vms);
  }
}
