package dev.drover.hypervisor.qmp;

import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Something QEMU tells unasked. Events this version does not know are kept as they came. */
public sealed interface QmpEvent {
  /** A migration's status changed; the status may be one that this version does not know. */
  record Migration(String status) implements QmpEvent {}

  /** A new pass over dirty memory begins, counted from 1. */
  record MigrationPass(int pass) implements QmpEvent {}

  /** A job's status changed, such as a disk's mirror's; maybe to one not known here. */
  record JobStatus(String id, String status) implements QmpEvent {}

  /** The vCPUs stopped. */
  record Stop() implements QmpEvent {}

  /** The vCPUs run again. */
  record Resume() implements QmpEvent {}

  /** QEMU shuts down; {@code guest} when the guest asked for it. */
  record Shutdown(boolean guest, String reason) implements QmpEvent {}

  /** The guest's kernel panicked; {@code action} is what QEMU does about it. */
  record GuestPanicked(String action) implements QmpEvent {}

  /** Any other event. */
  record Other(String name, JsonNode data) implements QmpEvent {}

  /** {@return the event's name on the wire} */
  default String name() {
    return switch (this) {
      case Migration _ -> "MIGRATION";
      case MigrationPass _ -> "MIGRATION_PASS";
      case JobStatus _ -> "JOB_STATUS_CHANGE";
      case Stop _ -> "STOP";
      case Resume _ -> "RESUME";
      case Shutdown _ -> "SHUTDOWN";
      case GuestPanicked _ -> "GUEST_PANICKED";
      case Other other -> other.name();
    };
  }

  /** {@return whether a full mailbox may drop it: it repeats, and a later query tells as much} */
  default boolean expendable() {
    return switch (this) {
      case MigrationPass _, Other _ -> true;
      case Migration _, JobStatus _, Stop _, Resume _, Shutdown _, GuestPanicked _ -> false;
    };
  }

  /** {@return the line that QEMU would send, with its end} */
  default byte[] encode(Instant at) {
    ObjectNode data = Json.object();
    switch (this) {
      case Migration m -> data.put("status", m.status());
      case MigrationPass m -> data.put("pass", m.pass());
      case JobStatus j -> data.put("status", j.status()).put("id", j.id());
      case Shutdown s -> data.put("guest", s.guest()).put("reason", s.reason());
      case GuestPanicked g -> data.put("action", g.action());
      case Other o -> o.data().properties().forEach(e -> data.set(e.getKey(), e.getValue()));
      case Stop _, Resume _ -> {}
    }
    ObjectNode line = Json.object();
    line.putObject("timestamp")
        .put("seconds", at.getEpochSecond())
        .put("microseconds", at.getNano() / 1000);
    line.put("event", name());
    if (!data.isEmpty()) {
      line.set("data", data);
    }
    return Json.line(line);
  }

  /** Reads an event's name and data. */
  static QmpEvent decode(String name, JsonNode data) {
    return switch (name) {
      case "MIGRATION" -> new Migration(Json.text(data, "status"));
      case "MIGRATION_PASS" -> new MigrationPass(Json.smallNumber(data, "pass"));
      case "JOB_STATUS_CHANGE" -> new JobStatus(Json.text(data, "id"), Json.text(data, "status"));
      case "STOP" -> new Stop();
      case "RESUME" -> new Resume();
      case "SHUTDOWN" ->
          new Shutdown(Json.flag(data, "guest"), Json.optionalText(data, "reason").orElse(""));
      case "GUEST_PANICKED" -> new GuestPanicked(Json.text(data, "action"));
      default -> new Other(name, data.isObject() ? data : Json.object());
    };
  }
}
