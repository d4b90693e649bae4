package dev.drover.hypervisor.qmp;

import dev.drover.model.unit.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A block node in the reply to {@code query-named-block-nodes}.
 *
 * @param size as the guest sees it
 * @param occupied what its file occupies, without holes; the size where QEMU does not know
 */
public record NodeInfo(String name, Bytes size, Bytes occupied) {
  static List<NodeInfo> decodeAll(JsonNode list) {
    List<NodeInfo> nodes = new ArrayList<>();
    for (JsonNode node : list) {
      JsonNode image = node.path("image");
      long size = Math.max(0, Json.number(image, "virtual-size"));
      long occupied = Json.optionalNumber(image, "actual-size").orElse(size);
      nodes.add(
          new NodeInfo(
              Json.optionalText(node, "node-name").orElse(""),
              Bytes.of(size),
              Bytes.of(Math.clamp(occupied, 0, size))));
    }
    return Collections.unmodifiableList(nodes);
  }
}
