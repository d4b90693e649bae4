package dev.drover.hypervisor.qmp;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Strict access to JSON: what is missing or of the wrong type is named in the error. */
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static JsonNode parse(byte[] line) {
    try {
      JsonNode node = MAPPER.readTree(line);
      if (!node.isObject()) {
        throw malformed("not a JSON object: " + excerpt(new String(line, StandardCharsets.UTF_8)));
      }
      return node;
    } catch (JacksonException e) {
      throw new QmpException(
          QmpException.Kind.MALFORMED,
          "not JSON: " + excerpt(new String(line, StandardCharsets.UTF_8)),
          e);
    }
  }

  static byte[] line(ObjectNode node) {
    return (MAPPER.writeValueAsString(node) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static String text(JsonNode node, String field) {
    return optionalText(node, field).orElseThrow(() -> missing(node, field, "a string"));
  }

  static Optional<String> optionalText(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
  }

  static long number(JsonNode node, String field) {
    return optionalNumber(node, field).orElseThrow(() -> missing(node, field, "an integer"));
  }

  static Optional<Long> optionalNumber(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isIntegralNumber() && value.canConvertToLong()
        ? Optional.of(value.longValue())
        : Optional.empty();
  }

  static int smallNumber(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw missing(node, field, "a small integer");
    }
    return value.intValue();
  }

  /** {@return the number, or 0 when it is absent, not finite or negative} */
  static double realOrZero(JsonNode node, String field) {
    JsonNode value = node.path(field);
    double number = value.isNumber() ? value.asDouble(0) : 0;
    return Double.isFinite(number) && number > 0 ? number : 0;
  }

  static boolean flag(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isBoolean()) {
      throw missing(node, field, "a boolean");
    }
    return value.booleanValue();
  }

  static QmpException malformed(String message) {
    return new QmpException(QmpException.Kind.MALFORMED, message);
  }

  private static QmpException missing(JsonNode node, String field, String what) {
    return malformed("'" + field + "' is not " + what + " in " + excerpt(node.toString()));
  }

  private static String excerpt(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }
}
