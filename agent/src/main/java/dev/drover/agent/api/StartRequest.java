package dev.drover.agent.api;

import dev.drover.model.Technique;
import dev.drover.model.TransferOptions;
import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks a source to send a VM to a destination that is prepared.
 *
 * @param destination host name, and {@code destinationAgent} its agent's URL: the two agents settle
 *     who owns the VM without the controller
 * @param rateLimit empty for no limit beyond the reservation
 */
public record StartRequest(
    String migration,
    String vm,
    String destination,
    String destinationAgent,
    PrepareReply listener,
    Technique technique,
    Optional<BitRate> rateLimit,
    Duration downtimeLimit,
    Duration stallLimit,
    TransferOptions transfer) {}
