package dev.drover.agent.api;

import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.Optional;

/** Changes a migration under way; what is empty stays as it is. */
public record AdjustRequest(
    Optional<BitRate> rateLimit, Optional<Duration> downtimeLimit, boolean startPostCopy) {}
