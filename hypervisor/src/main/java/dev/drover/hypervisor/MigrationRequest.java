package dev.drover.hypervisor;

import dev.drover.model.Technique;
import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.Optional;

/**
 * What to send where, and how.
 *
 * @param address of a host, or the absolute path of a Unix socket; {@code port} is 0 then
 * @param rateLimit the most that the migration may send; empty for no limit
 * @param downtimeLimit switch over when the rest would take no longer than this
 * @param stallLimit a migration that moves no byte for this long is ended (pre-copy) or paused for
 *     recovery (post-copy)
 * @param connections that pages are spread over, 1 for the plain stream; more needs pre-copy
 * @param disk where the VM's disk is received; empty when it has none
 */
public record MigrationRequest(
    String address,
    int port,
    Technique technique,
    Optional<BitRate> rateLimit,
    Duration downtimeLimit,
    Duration stallLimit,
    int connections,
    Optional<DiskTarget> disk) {}
