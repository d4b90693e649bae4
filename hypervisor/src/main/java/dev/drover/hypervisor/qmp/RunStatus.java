package dev.drover.hypervisor.qmp;

import tools.jackson.databind.JsonNode;

/**
 * The reply to {@code query-status}.
 *
 * @param status QEMU's run state, such as {@code running}, {@code postmigrate}; maybe unknown here
 */
public record RunStatus(String status, boolean running) {
  static RunStatus decode(JsonNode node) {
    return new RunStatus(Json.text(node, "status"), Json.flag(node, "running"));
  }
}
