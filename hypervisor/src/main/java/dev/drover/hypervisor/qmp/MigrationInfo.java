package dev.drover.hypervisor.qmp;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The reply to {@code query-migrate}, at either end.
 *
 * @param status {@code none} when no migration was ever asked for; maybe unknown here
 * @param error why it failed, when QEMU says so
 * @param listenPort at a destination, the TCP port it listens on; 0 for a Unix socket
 * @param memory at a source, once memory moves
 */
public record MigrationInfo(
    String status,
    Optional<String> error,
    Optional<Duration> totalTime,
    Optional<Duration> downtime,
    Optional<Duration> expectedDowntime,
    Optional<Integer> listenPort,
    Optional<Memory> memory) {
  /** The status of a QEMU that was never asked to migrate. */
  public static final String NONE = "none";

  /** The status of a source that stands still and waits to be told to go on. */
  public static final String PRE_SWITCHOVER = "pre-switchover";

  /**
   * How far the memory is.
   *
   * @param transferred sent so far, with QEMU's own headers
   * @param syncs how often the dirty bitmap was read: the number of the current round
   * @param dirtyRate as found at the last sync
   * @param throughput over the last 100 ms or so
   * @param dirtied all that the syncs so far have added to what is to be sent: pages that had been
   *     sent and were written again, each once for every sync that found it
   */
  public record Memory(
      Bytes transferred,
      Bytes remaining,
      int syncs,
      DirtyRate dirtyRate,
      BitRate throughput,
      Bytes dirtied) {
    private static Memory decode(JsonNode node) {
      long pageSize = Math.clamp(Json.optionalNumber(node, "page-size").orElse(4096L), 1, 1 << 30);
      long dirtyPages = Json.optionalNumber(node, "dirty-pages-rate").orElse(0L);
      return new Memory(
          Bytes.of(Math.max(0, Json.number(node, "transferred"))),
          Bytes.of(Math.max(0, Json.number(node, "remaining"))),
          Math.clamp(Json.optionalNumber(node, "dirty-sync-count").orElse(0L), 0, 1 << 30),
          DirtyRate.ofBytesPerSecond(
              Math.clamp(dirtyPages, 0, Long.MAX_VALUE / pageSize) * pageSize),
          BitRate.ofBitsPerSecond(Math.round(Json.realOrZero(node, "mbps") * 1e6)),
          dirtied(node, pageSize));
    }

    /**
     * What is left to send is all there is, and what was found dirty, less what was sent. QEMU's
     * {@code dirty-pages-rate} is no substitute: it is a mean over at least a second, however many
     * rounds that was.
     */
    private static Bytes dirtied(JsonNode node, long pageSize) {
      long sent =
          Math.max(0, Json.optionalNumber(node, "normal").orElse(0L))
              + Math.max(0, Json.optionalNumber(node, "duplicate").orElse(0L));
      long left = Math.max(0, Json.number(node, "remaining"));
      long total = Math.max(0, Json.optionalNumber(node, "total").orElse(0L));
      return Bytes.of(
          Math.max(0, left + Math.min(sent, Long.MAX_VALUE / 4 / pageSize) * pageSize - total));
    }
  }

  static MigrationInfo decode(JsonNode node) {
    Optional<Integer> port = Optional.empty();
    for (JsonNode address : node.path("socket-address")) {
      port =
          Json.optionalText(address, "type").equals(Optional.of("unix"))
              ? Optional.of(0)
              : Json.optionalText(address, "port")
                  .filter(text -> text.matches("[0-9]{1,5}"))
                  .map(Integer::valueOf);
    }
    JsonNode ram = node.path("ram");
    return new MigrationInfo(
        Json.optionalText(node, "status").orElse(NONE),
        Json.optionalText(node, "error-desc"),
        millis(node, "total-time"),
        millis(node, "downtime"),
        millis(node, "expected-downtime"),
        port,
        ram.isObject() ? Optional.of(Memory.decode(ram)) : Optional.empty());
  }

  private static Optional<Duration> millis(JsonNode node, String field) {
    return Json.optionalNumber(node, field).filter(ms -> ms >= 0).map(Duration::ofMillis);
  }
}
