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
 * @param rate of bulk traffic, within the guest too, and of what is read and written of files;
 *     empty: as fast as may be
 * @param requests present exactly for {@link Kind#REQUEST_RESPONSE}
 * @param peers VMs that it sends to, only for {@link Kind#PEERS}
 * @param writer a memory writer beside the traffic; always present for {@link Kind#WRITER}
 * @param calculation present exactly for {@link Kind#CALCULATION}
 * @param load on the guest itself: what {@link Kind#FILES} and {@link Kind#LOOPBACK} are, or what a
 *     calculating guest carries beside
 */
public record Workload(
    Kind kind,
    String client,
    Optional<BitRate> rate,
    Optional<Requests> requests,
    List<Peer> peers,
    Optional<MemoryWriter> writer,
    Optional<Calculation> calculation,
    Optional<Load> load) {
  public Workload {
    peers = List.copyOf(peers);
  }

  /** The closed set of workloads. */
  public enum Kind {
    /** The VM sends in bulk (iperf3). */
    OUTGOING,
    /** The VM receives in bulk (iperf3). */
    INCOMING,
    /** The VM serves requests (memcached), both ways. */
    REQUEST_RESPONSE,
    /** The VM sends to other VMs of this kind and receives from those that send to it (iperf3). */
    PEERS,
    /** The VM only writes to its memory. */
    WRITER,
    /** The VM answers a client's questions, as in "Live migration over XIA", section 3.2. */
    CALCULATION,
    /** The VM works on files, as dbench does. */
    FILES,
    /** The VM sends to itself over one TCP connection, as netperf does in that paper. */
    LOOPBACK,
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
   * One connection to another VM, for ever: one that broke is not made again.
   *
   * @param rate at most so much is sent
   */
  public record Peer(String vm, BitRate rate) {
    private static final BitRate LEAST = BitRate.ofBitsPerSecond(10_000);

    public Peer {
      if (rate.compareTo(LEAST) < 0) {
        throw new IllegalArgumentException("it is below 10kbit/s; a packet would take a second");
      }
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

  /**
   * An open loop of questions, each way of the network at this rate.
   *
   * @param perSecond on a stream, and as many in datagrams
   */
  public record Calculation(double perSecond, Over over) {
    public static final double USUAL = 100;

    public Calculation {
      if (!(perSecond > 0 && perSecond <= 5_000)) {
        throw new IllegalArgumentException("asks must be above 0 and at most 5000 a second");
      }
    }
  }

  /** The closed set of networks over which a guest is asked. */
  public enum Over {
    /** STREAM and DGRAM. */
    XIA,
    /** TCP and UDP. */
    IP;

    static Over parse(String text) {
      for (Over over : values()) {
        if (over.name().toLowerCase(Locale.ROOT).equals(text)) {
          return over;
        }
      }
      throw new IllegalArgumentException("'" + text + "' is not xia or ip");
    }
  }

  /**
   * What a guest does to its disk or processor.
   *
   * @param processes that work on files; 0 for {@link What#LOOPBACK}
   */
  public record Load(What what, int processes) {
    public static final int USUAL_PROCESSES = 4;

    /** Of a process's files, and of the file system itself. */
    private static final int EACH_MEBIBYTES = 2 * 32;

    /** {@return how much of a disk is needed} */
    Bytes files() {
      return what == What.FILES ? Bytes.ofMebibytes((long) EACH_MEBIBYTES * processes) : Bytes.ZERO;
    }

    /** The closed set of loads. */
    public enum What {
      FILES,
      LOOPBACK;

      /** {@return the name used in lab files, such as {@code files}} */
      @Override
      public String toString() {
        return name().toLowerCase(Locale.ROOT);
      }
    }
  }

  /**
   * Writes to {@code rate} bytes of pages a second, on average, within {@code workingSet}.
   *
   * @param writes in what order, and whether always
   */
  public record MemoryWriter(DirtyRate rate, Bytes workingSet, Writes writes) {
    /** A steady one. */
    public MemoryWriter(DirtyRate rate, Bytes workingSet) {
      this(rate, workingSet, Writes.STEADY);
    }

    public MemoryWriter {
      if (rate.bytesPerSecond() < DirtyRate.PAGE.count()) {
        throw new IllegalArgumentException("dirtyRate must be at least 4KiB/s, a page a second");
      }
      if (workingSet.count() < DirtyRate.PAGE.count()) {
        throw new IllegalArgumentException("workingSet must be at least a page, 4KiB");
      }
    }
  }

  /** The closed set of ways to write; the guest's program knows the same names. */
  public enum Writes {
    /** Always at the rate, page after page round the working set. */
    STEADY,
    /**
     * As a compiler does: in turns of 8 s at the rate, half, one and a half and once of it; nine of
     * ten pages within the first quarter of the working set, used anew again and again, the rest
     * anywhere in it.
     */
    COMPILE,
    /** {@link #COMPILE} at twice the rate for 5 s, then nothing for 5 s: the rate on average. */
    INTERMITTENT;

    static Writes parse(String text) {
      for (Writes writes : values()) {
        if (writes.toString().equals(text)) {
          return writes;
        }
      }
      List<String> known = Arrays.stream(values()).map(Writes::toString).toList();
      throw new IllegalArgumentException(
          "'" + text + "' is no way to write; use one of " + String.join(", ", known));
    }

    /** {@return the name used in lab files, such as {@code compile}} */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
