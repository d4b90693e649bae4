package dev.drover.hypervisor.qmp;

import dev.drover.model.unit.DirtyRate;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The reply to {@code query-dirty-rate}.
 *
 * @param status {@code unstarted}, {@code measuring} or {@code measured}
 * @param rate once measured, in whole MiB/s
 */
public record DirtyRateInfo(String status, Optional<DirtyRate> rate) {
  static DirtyRateInfo decode(JsonNode node) {
    return new DirtyRateInfo(
        Json.text(node, "status"),
        Json.optionalNumber(node, "dirty-rate")
            .filter(mebibytes -> mebibytes >= 0 && mebibytes < 1L << 40)
            .map(mebibytes -> DirtyRate.ofBytesPerSecond(mebibytes << 20)));
  }
}
