package dev.drover.hypervisor.qmp;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** One line from QEMU. */
public sealed interface QmpMessage {
  /**
   * The first line of a connection.
   *
   * @param capabilities of the protocol, such as {@code oob}
   */
  record Greeting(QmpVersion version, List<String> capabilities) implements QmpMessage {
    public Greeting {
      capabilities = List.copyOf(capabilities);
    }
  }

  /** A command succeeded. */
  record Success(long id, JsonNode value) implements QmpMessage {}

  /** A command was refused; without {@code id} QEMU could not even read it. */
  record Refusal(Optional<Long> id, String errorClass, String description) implements QmpMessage {}

  /** Something happened, at QEMU's host clock. */
  record Event(QmpEvent event, Instant at) implements QmpMessage {}

  /**
   * Reads one line.
   *
   * @throws QmpException of kind {@code MALFORMED} for everything that is not QMP, and nothing else
   */
  static QmpMessage decode(byte[] line) {
    JsonNode node = Json.parse(line);
    if (node.has("event")) {
      return new Event(
          QmpEvent.decode(Json.text(node, "event"), node.path("data")),
          instant(node.path("timestamp")));
    }
    if (node.has("return")) {
      return new Success(Json.number(node, "id"), node.path("return"));
    }
    if (node.has("error")) {
      JsonNode error = node.path("error");
      return new Refusal(
          Json.optionalNumber(node, "id"), Json.text(error, "class"), Json.text(error, "desc"));
    }
    if (node.has("QMP")) {
      JsonNode greeting = node.path("QMP");
      List<String> capabilities = new ArrayList<>();
      greeting
          .path("capabilities")
          .forEach(c -> {
            if (c.isString()) {
              capabilities.add(c.stringValue());
            }
          });
      return new Greeting(QmpVersion.decode(greeting.path("version")), capabilities);
    }
    throw Json.malformed("neither a greeting, an event nor a reply: " + node.propertyNames());
  }

  private static Instant instant(JsonNode timestamp) {
    try {
      return Instant.ofEpochSecond(
          Json.number(timestamp, "seconds"),
          Math.multiplyExact(Json.number(timestamp, "microseconds"), 1000L));
    } catch (DateTimeException | ArithmeticException e) {
      throw new QmpException(QmpException.Kind.MALFORMED, "impossible timestamp " + timestamp, e);
    }
  }
}
