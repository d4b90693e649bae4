package dev.drover.hypervisor.qmp;

import dev.drover.model.unit.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A job in the reply to {@code query-jobs}, such as a disk's mirror.
 *
 * @param status as QAPI's {@code JobStatus}; maybe unknown here
 * @param done how far it is; holes of an image count as copied
 * @param total grows when the guest writes
 * @param error why it ended early, when it did
 */
public record JobInfo(String id, String status, Bytes done, Bytes total, Optional<String> error) {
  static List<JobInfo> decodeAll(JsonNode list) {
    List<JobInfo> jobs = new ArrayList<>();
    for (JsonNode node : list) {
      jobs.add(
          new JobInfo(
              Json.text(node, "id"),
              Json.text(node, "status"),
              Bytes.of(Math.max(0, Json.number(node, "current-progress"))),
              Bytes.of(Math.max(0, Json.number(node, "total-progress"))),
              Json.optionalText(node, "error")));
    }
    return Collections.unmodifiableList(jobs);
  }
}
