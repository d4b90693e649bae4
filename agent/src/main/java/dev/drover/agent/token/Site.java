package dev.drover.agent.token;

import java.util.List;

/**
 * A host as the token's protocol knows it. Hosts do not move (S-CORE III-F 2), so all know all.
 *
 * @param address static IPv4 address on the data network
 * @param location the groups it stands in, outermost first
 */
public record Site(String name, int address, List<String> location) {
  public Site {
    location = List.copyOf(location);
  }
}
