package dev.drover.agent.api;

import java.util.List;

/**
 * Creates S-CORE's token.
 *
 * @param policy one of the token policies
 * @param rounds after which it ends; 0: never
 * @param vms IPv4 addresses, in the order in which equals hold it
 */
public record TokenRequest(String policy, int rounds, List<String> vms) {
  public TokenRequest {
    vms = List.copyOf(vms);
  }
}
