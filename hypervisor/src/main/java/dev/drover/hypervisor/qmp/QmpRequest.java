package dev.drover.hypervisor.qmp;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One line to QEMU.
 *
 * @param id that the reply will carry
 * @param overtaking sent out of band: carried out even while an earlier command is stuck
 */
public record QmpRequest(long id, QmpCommand<?> command, boolean overtaking) {
  /** {@return the line, with its end} */
  public byte[] encode() {
    ObjectNode line = Json.object();
    line.put(overtaking ? "exec-oob" : "execute", command.name());
    ObjectNode arguments = command.arguments();
    if (!arguments.isEmpty()) {
      line.set("arguments", arguments);
    }
    return Json.line(line.put("id", id));
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws QmpException of kind {@code MALFORMED} for everything else
   */
  public static QmpRequest decode(byte[] line) {
    JsonNode node = Json.parse(line);
    boolean overtaking = node.has("exec-oob");
    String name = Json.text(node, overtaking ? "exec-oob" : "execute");
    return new QmpRequest(
        Json.number(node, "id"), command(name, node.path("arguments")), overtaking);
  }

  private static QmpCommand<?> command(String name, JsonNode arguments) {
    return switch (name) {
      case "qmp_capabilities" -> new QmpCommand.Capabilities(!arguments.path("enable").isEmpty());
      case "query-version" -> new QmpCommand.QueryVersion();
      case "query-status" -> new QmpCommand.QueryStatus();
      case "cont" -> new QmpCommand.Cont();
      case "stop" -> new QmpCommand.Stop();
      case "quit" -> new QmpCommand.Quit();
      case "query-migrate" -> new QmpCommand.QueryMigrate();
      case "query-migrate-capabilities" -> new QmpCommand.QueryMigrateCapabilities();
      case "query-migrate-parameters" -> new QmpCommand.QueryMigrateParameters();
      case "migrate-set-capabilities" -> {
        Map<String, Boolean> states = new TreeMap<>();
        for (JsonNode item : arguments.path("capabilities")) {
          states.put(Json.text(item, "capability"), Json.flag(item, "state"));
        }
        yield new QmpCommand.SetCapabilities(states);
      }
      case "migrate-set-parameters" -> {
        Map<String, Long> values = new TreeMap<>();
        arguments
            .propertyNames()
            .forEach(parameter -> values.put(parameter, Json.number(arguments, parameter)));
        yield new QmpCommand.SetParameters(values);
      }
      case "migrate" ->
          new QmpCommand.Migrate(
              Json.text(arguments, "uri"),
              arguments.has("resume") && Json.flag(arguments, "resume"));
      case "migrate_cancel" -> new QmpCommand.MigrateCancel();
      case "migrate-start-postcopy" -> new QmpCommand.MigrateStartPostcopy();
      case "migrate-continue" -> new QmpCommand.MigrateContinue(Json.text(arguments, "state"));
      case "migrate-incoming" -> new QmpCommand.MigrateIncoming(Json.text(arguments, "uri"));
      case "migrate-recover" -> new QmpCommand.MigrateRecover(Json.text(arguments, "uri"));
      case "migrate-pause" -> new QmpCommand.MigratePause();
      case "yank" -> {
        JsonNode instance = arguments.path("instances").path(0);
        yield instance.has("node-name")
            ? new BlockCommand.YankNode(Json.text(instance, "node-name"))
            : new QmpCommand.YankMigration();
      }
      case "calc-dirty-rate" ->
          new QmpCommand.CalcDirtyRate(
              Json.smallNumber(arguments, "calc-time"),
              Json.smallNumber(arguments, "sample-pages"));
      case "query-dirty-rate" -> new QmpCommand.QueryDirtyRate();
      case "announce-self" ->
          new QmpCommand.AnnounceSelf(
              Json.smallNumber(arguments, "initial"),
              Json.smallNumber(arguments, "max"),
              Json.smallNumber(arguments, "rounds"),
              Json.smallNumber(arguments, "step"));
      default ->
          BlockCommand.decode(name, arguments)
              .orElseGet(() ->
                  new QmpCommand.Other(name, arguments.isObject() ? arguments : Json.object()));
    };
  }
}
