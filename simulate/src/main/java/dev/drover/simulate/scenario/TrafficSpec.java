package dev.drover.simulate.scenario;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Background traffic between hosts.
 *
 * @param sources with {@link Load.Arrivals}, hosts that each flow draws its source from; else the
 *     first sends to the first destination, the second to the second, and so on
 * @param stop when it ends; empty: with the run
 */
public record TrafficSpec(
    String name,
    List<String> sources,
    List<String> destinations,
    Load load,
    Duration start,
    Optional<Duration> stop) {
  public TrafficSpec {
    sources = List.copyOf(sources);
    destinations = List.copyOf(destinations);
    if (sources.isEmpty() || destinations.isEmpty()) {
      throw new IllegalArgumentException("traffic needs a source and a destination");
    }
    switch (load) {
      case Load.Arrivals _ -> {
        if (Set.copyOf(sources).size() == 1
            && Set.copyOf(sources).equals(Set.copyOf(destinations))) {
          throw new IllegalArgumentException(sources.getFirst() + " cannot send to itself");
        }
      }
      case Load.ConstantRate _, Load.Bulk _, Load.OnOff _ -> {
        if (sources.size() != destinations.size()) {
          throw new IllegalArgumentException(
              sources.size()
                  + " sources cannot be paired with "
                  + destinations.size()
                  + " destinations");
        }
        for (int i = 0; i < sources.size(); i++) {
          if (sources.get(i).equals(destinations.get(i))) {
            throw new IllegalArgumentException(sources.get(i) + " cannot send to itself");
          }
        }
      }
    }
    if (start.isNegative() || (stop.isPresent() && stop.get().compareTo(start) <= 0)) {
      throw new IllegalArgumentException("traffic must start at 0s or later and stop after that");
    }
  }

  /** What carries a load that has a rate of its own. */
  public enum Transport {
    UDP,
    TCP;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is sent. */
  public sealed interface Load {
    /**
     * The same rate all the time, whether it arrives or not with UDP.
     *
     * @param rate of payload
     * @param datagram payload of a UDP datagram
     */
    record ConstantRate(BitRate rate, Transport transport, Bytes datagram) implements Load {
      public ConstantRate {
        Scenarios.positive("rate", rate.bitsPerSecond());
        Scenarios.positive("datagram", datagram.count());
      }
    }

    /**
     * As fast as TCP does.
     *
     * @param size empty: without end
     * @param limit that the application sets itself, of payload
     */
    record Bulk(Optional<Bytes> size, Optional<BitRate> limit) implements Load {}

    /**
     * A rate, then silence, by turns.
     *
     * @param on mean time of sending
     * @param off mean time of silence
     * @param exponential whether the times are drawn from exponential distributions; else they are
     *     always the same
     */
    record OnOff(
        BitRate rate,
        Transport transport,
        Bytes datagram,
        Duration on,
        Duration off,
        boolean exponential)
        implements Load {
      public OnOff {
        Scenarios.positive("rate", rate.bitsPerSecond());
        Scenarios.positive("datagram", datagram.count());
        Scenarios.positive("on", on.toNanos());
        Scenarios.positive("off", off.toNanos());
      }
    }

    /** TCP flows that come as a Poisson process, each to send its size and end. */
    record Arrivals(double flowsPerSecond, SizeDistribution size) implements Load {
      public Arrivals {
        Scenarios.positive("flows", flowsPerSecond);
      }
    }
  }
}
