package dev.drover.simulate.topology;

import dev.drover.model.network.Topology.Buffer;
import dev.drover.model.network.Topology.Link;
import dev.drover.model.unit.BitRate;
import java.time.Duration;

/** What a link is like, whatever it joins. */
public record Cable(BitRate rate, Duration delay, Buffer buffer) {
  /** {@return a link of this kind} */
  public Link between(String left, String right) {
    return new Link(left, right, rate, delay, buffer);
  }
}
