package dev.drover.cli.ns3;

import dev.drover.simulate.kernel.Seeds;
import java.util.function.Function;

/**
 * A case, or one that differs by the seed: small differences in when flows start lead to others in
 * which packets are dropped, so what is compared are means over seeds.
 *
 * @param what it shows, in one line
 * @param drawn whether the seed makes a difference
 */
record PeerFamily(String name, String what, boolean drawn, Function<Seeds, PeerCase> draw) {
  PeerCase draw(long seed) {
    Seeds seeds = new Seeds(seed);
    PeerCase one = draw.apply(seeds);
    return drawn ? one.outOfPhase(seeds.generator("delays")) : one;
  }
}
