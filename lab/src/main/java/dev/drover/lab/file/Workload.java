package dev.drover.lab.file;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a VM does all the time.
 *
 * @param client the node that is the other end of its traffic, and that probes it
 * @param rate of bulk traffic; empty: as fast as the network lets it
 * @param requests present exactly for {@link Kind#REQUEST_RESPONSE}
 * @param writer a memory writer beside the traffic; always present for {@link Kind#WRITER}
 */
public record Workload(
    Kind kind,
    String client,
    Optional<BitRate> rate,
    Optional<Requests> requests,
    Optional<MemoryWriter> writer) {

  /** The closed set of workloads. */
  public enum Kind {
    /** The VM sends in bulk (iperf3). */
    OUTGOING,
    /** The VM receives in bulk (iperf3). */
    INCOMING,
    /** The VM serves requests (memcached), both ways. */
    REQUEST_RESPONSE,
    /** The VM only writes to its memory. */
    WRITER,
    IDLE;

    static Kind parse(String text) {
      for (Kind kind : values()) {
        if (kind.toString().equals(text)) {
          return kind;
        }
      }
      List<String> known = Arrays.stream(values()).map(Kind::toString).toList();
      throw new IllegalArgumentException(
          "'" + text + "' is not a workload; use one of " + String.join(", ", known));
    }

    /** {@return the name used in lab files, such as {@code request-response}} */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * An open loop of requests: they come at their time, whether or not earlier ones were answered.
   *
   * @param perSecond over all connections
   * @param valueSize bytes of a value, got or set
   * @param getRatio share of requests that get, 0 to 1; the others set
   */
  public record Requests(double perSecond, Bytes valueSize, double getRatio, int connections) {
    public Requests {
      if (!(perSecond > 0 && perSecond <= 100_000)) {
        throw new IllegalArgumentException("requests must be above 0 and at most 100000 a second");
      }
      if (!(getRatio >= 0 && getRatio <= 1)) {
        throw new IllegalArgumentException("getRatio must be from 0 to 1");
      }
      if (connections < 1 || connections > 256) {
        throw new IllegalArgumentException("connections must be from 1 to 256");
      }
      if (valueSize.count() < 1 || valueSize.count() > 512 * 1024) {
        throw new IllegalArgumentException("valueSize must be from 1B to 512KiB");
      }
    }
  }

  /** Dirties distinct pages at {@code rate}, going round {@code workingSet}. */
  public record MemoryWriter(DirtyRate rate, Bytes workingSet) {
    public MemoryWriter {
      if (rate.bytesPerSecond() < DirtyRate.PAGE.count()) {
        throw new IllegalArgumentException("dirtyRate must be at least 4KiB/s, a page a second");
      }
      if (workingSet.count() < DirtyRate.PAGE.count()) {
        throw new IllegalArgumentException("workingSet must be at least a page, 4KiB");
      }
    }
  }
}
