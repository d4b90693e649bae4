package dev.drover.agent.net;

import dev.drover.model.Reservation;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * The queues of one device and direction as lines of {@code tc}.
 *
 * <pre>
 * 1:1 link rate
 * ├── 1:2  everything while nothing is reserved (one FIFO, as a plain host has), ARP always
 * ├── 1:10 migration traffic
 * └── 1:20 workload traffic
 *     ├── 1:21   VMs without a guarantee
 *     └── 1:100… one for each tenant that has one
 * </pre>
 *
 * <p>Classes are only added or changed and filters exchanged, so a change never drops a packet:
 * what waits in a queue that is no longer used drains. HTB guarantees rates to leaves whatever
 * their parents have, so the guarantees must not exceed the link; {@link Nic} checks that.
 *
 * @param match {@code src} when the packets leave the host, {@code dst} when they arrive
 */
record QueueScript(String device, String match, BitRate link, Bytes buffer, String hostAddress) {
  /** HTB's smallest sensible rate: a class must have one. */
  private static final BitRate LEAST = BitRate.ofBitsPerSecond(64_000);

  /**
   * In bytes. A page that a vCPU waits for in post-copy queues behind what is pushed: 256 KiB at
   * 200 Mbit/s would cost it 10 ms each time. One connection keeps 50 to 85 KB here by itself (TCP
   * small queues, with {@link LinuxNetwork#SEGMENTED}); less than that would drop what need not be.
   * Only where this host sends: what arrives may have been put together to packets of 64 KiB, which
   * a short queue would drop whole.
   */
  private static final long MIGRATION_QUEUE = 96 << 10;

  /** A tenant's class, its guarantee and the address its packets carry. */
  record Tenant(int slot, BitRate guaranteed, String address) {}

  /** The root and the one shared queue; to be run once. */
  List<String> root() {
    return List.of("qdisc replace dev " + device + " root handle 1: htb default 2");
  }

  /** The link's rate and the shared queue at all of it: nothing is reserved. */
  List<String> shared() {
    List<String> script = new ArrayList<>();
    script.add(node("1:", "1:1", link, link, 0));
    script.add(node("1:1", "1:2", link, link, 0));
    script.add(queue("1:2", "2:"));
    return script;
  }

  /** Classes of a reservation; filters must follow. */
  List<String> divided(Reservation reservation, List<Tenant> tenants) {
    int workload = 1;
    int migration = reservation.migrationYields() ? 7 : workload;
    BitRate rest = reservation.workload();
    List<String> script = new ArrayList<>();
    script.add(node("1:", "1:1", link, link, 0));
    script.add(
        node(
            "1:1",
            "1:10",
            reservation.migration(),
            reservation.migrationCeiling().min(link),
            migration));
    script.add(queue("1:10", "10:", migrationQueue()));
    script.add(node("1:1", "1:20", reservation.workload(), link, workload));
    for (Tenant tenant : tenants) {
      script.add(node("1:20", leaf(tenant), tenant.guaranteed(), link, workload));
      script.add(queue(leaf(tenant), leaf(tenant).substring(2) + ":"));
      rest = rest.minusOrZero(tenant.guaranteed());
    }
    script.add(node("1:20", "1:21", rest, link, workload));
    script.add(queue("1:21", "21:"));
    script.add(node("1:1", "1:2", LEAST, link, 0));
    script.add(queue("1:2", "2:"));
    return script;
  }

  /** Filters that send packets to the classes, at a preference of their own. */
  List<String> filters(List<Tenant> tenants, int preference) {
    List<String> script = new ArrayList<>();
    script.add(filter(preference, "match ip " + match + " " + hostAddress + "/32", "1:10"));
    for (Tenant tenant : tenants) {
      script.add(
          filter(preference, "match ip " + match + " " + tenant.address() + "/32", leaf(tenant)));
    }
    script.add(filter(preference, "match u32 0 0", "1:21"));
    return script;
  }

  List<String> withoutFilters(int preference) {
    return List.of("filter del dev " + device + " parent 1: protocol ip pref " + preference);
  }

  private long migrationQueue() {
    return match.equals("src") ? Math.min(buffer.count(), MIGRATION_QUEUE) : buffer.count();
  }

  private static String leaf(Tenant tenant) {
    return "1:" + Integer.toHexString(0x100 + tenant.slot());
  }

  private String node(String parent, String id, BitRate rate, BitRate ceiling, int priority) {
    BitRate least = rate.max(LEAST);
    return "class replace dev %s parent %s classid %s htb rate %dbit ceil %dbit burst %d cburst %d quantum %d prio %d"
        .formatted(
            device,
            parent,
            id,
            least.bitsPerSecond(),
            ceiling.max(least).bitsPerSecond(),
            burst(least),
            burst(ceiling.max(least)),
            quantum(least),
            priority);
  }

  /** A segmented packet of 64 KiB, or a millisecond of the rate, in bytes. */
  private static long burst(BitRate rate) {
    return Math.max(65_536, rate.bitsPerSecond() / 8_000);
  }

  /**
   * How much a class sends in its turn when several borrow, in bytes: by its guarantee, at least
   * one segmented packet (else large packets would win), at most what HTB takes without a warning.
   */
  private static long quantum(BitRate rate) {
    return Math.clamp(rate.bitsPerSecond() / 800, 66_000, 200_000);
  }

  private String queue(String parent, String handle) {
    return queue(parent, handle, buffer.count());
  }

  private String queue(String parent, String handle, long bytes) {
    return "qdisc replace dev %s parent %s handle %s bfifo limit %d"
        .formatted(device, parent, handle, bytes);
  }

  private String filter(int preference, String match, String flow) {
    return "filter add dev %s parent 1: protocol ip pref %d u32 %s flowid %s"
        .formatted(device, preference, match, flow);
  }
}
