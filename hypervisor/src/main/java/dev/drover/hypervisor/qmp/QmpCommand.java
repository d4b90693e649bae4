package dev.drover.hypervisor.qmp;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A QMP command, as named in QEMU's QAPI schema.
 *
 * @param <R> what QEMU answers
 */
public sealed interface QmpCommand<R>
    permits BlockCommand,
        QmpCommand.Plain,
        QmpCommand.QueryVersion,
        QmpCommand.QueryStatus,
        QmpCommand.QueryMigrate,
        QmpCommand.QueryMigrateCapabilities,
        QmpCommand.QueryMigrateParameters,
        QmpCommand.QueryDirtyRate,
        QmpCommand.Other {
  /** The answer of a command that has nothing to tell. */
  record Done() {}

  /** A command that has nothing to tell but that it was carried out. */
  sealed interface Plain extends QmpCommand<Done> {
    @Override
    default Done decodeReply(JsonNode value) {
      return new Done();
    }
  }

  /** Leaves the greeting; {@code overtaking} allows commands that overtake a blocked one. */
  record Capabilities(boolean overtaking) implements Plain {}

  record QueryVersion() implements QmpCommand<QmpVersion> {
    @Override
    public QmpVersion decodeReply(JsonNode value) {
      return QmpVersion.decode(value);
    }
  }

  record QueryStatus() implements QmpCommand<RunStatus> {
    @Override
    public RunStatus decodeReply(JsonNode value) {
      return RunStatus.decode(value);
    }
  }

  record Cont() implements Plain {}

  record Stop() implements Plain {}

  record Quit() implements Plain {}

  record QueryMigrate() implements QmpCommand<MigrationInfo> {
    @Override
    public MigrationInfo decodeReply(JsonNode value) {
      return MigrationInfo.decode(value);
    }
  }

  record QueryMigrateCapabilities() implements QmpCommand<Map<String, Boolean>> {
    @Override
    public Map<String, Boolean> decodeReply(JsonNode value) {
      Map<String, Boolean> states = new TreeMap<>();
      for (JsonNode item : value) {
        states.put(Json.text(item, "capability"), Json.flag(item, "state"));
      }
      return Collections.unmodifiableMap(states);
    }
  }

  record SetCapabilities(SortedMap<String, Boolean> states) implements Plain {
    public SetCapabilities {
      states = Collections.unmodifiableSortedMap(new TreeMap<>(states));
    }

    public SetCapabilities(Map<String, Boolean> states) {
      this(new TreeMap<>(states));
    }
  }

  /** Sets integer parameters, such as {@code max-bandwidth} in bytes per second. */
  record SetParameters(SortedMap<String, Long> values) implements Plain {
    public SetParameters {
      values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    public SetParameters(Map<String, Long> values) {
      this(new TreeMap<>(values));
    }
  }

  /** Starts a migration, or with {@code resume} joins a paused post-copy again. */
  record Migrate(String uri, boolean resume) implements Plain {}

  /** The integer parameters that this QEMU knows, with their values. */
  record QueryMigrateParameters() implements QmpCommand<Map<String, Long>> {
    @Override
    public Map<String, Long> decodeReply(JsonNode value) {
      Map<String, Long> known = new TreeMap<>();
      value
          .properties()
          .forEach(e -> {
            if (e.getValue().canConvertToLong()) {
              known.put(e.getKey(), e.getValue().asLong());
            }
          });
      return Collections.unmodifiableMap(known);
    }
  }

  record MigrateCancel() implements Plain {}

  record MigrateStartPostcopy() implements Plain {}

  /** Lets a migration go on that QEMU holds in {@code status}. */
  record MigrateContinue(String status) implements Plain {}

  record MigrateIncoming(String uri) implements Plain {}

  /** Out of band: a destination whose vCPU waits for a page holds QEMU's main lock. */
  record MigrateRecover(String uri) implements Plain {}

  /** Out of band, as {@link MigrateRecover}. */
  record MigratePause() implements Plain {}

  /** Out of band: breaks the migration's connection when QEMU's main loop waits for it. */
  record YankMigration() implements Plain {}

  /**
   * Starts a measurement.
   *
   * @param seconds 1 to 60
   * @param samplePages pages looked at per GiB of memory, 128 to 4096
   */
  record CalcDirtyRate(int seconds, int samplePages) implements Plain {}

  record QueryDirtyRate() implements QmpCommand<DirtyRateInfo> {
    @Override
    public DirtyRateInfo decodeReply(JsonNode value) {
      return DirtyRateInfo.decode(value);
    }
  }

  /** Sends gratuitous announcements so that switches learn the VM's new port. Times in ms. */
  record AnnounceSelf(int initial, int max, int rounds, int step) implements Plain {}

  /** Any other command. */
  record Other(String command, JsonNode data) implements QmpCommand<JsonNode> {
    @Override
    public JsonNode decodeReply(JsonNode value) {
      return value;
    }
  }

  /**
   * Reads the answer.
   *
   * @throws QmpException of kind {@code MALFORMED}
   */
  R decodeReply(JsonNode value);

  /** {@return the command's name on the wire} */
  default String name() {
    return switch (this) {
      case Capabilities _ -> "qmp_capabilities";
      case QueryVersion _ -> "query-version";
      case QueryStatus _ -> "query-status";
      case Cont _ -> "cont";
      case Stop _ -> "stop";
      case Quit _ -> "quit";
      case QueryMigrate _ -> "query-migrate";
      case QueryMigrateCapabilities _ -> "query-migrate-capabilities";
      case SetCapabilities _ -> "migrate-set-capabilities";
      case SetParameters _ -> "migrate-set-parameters";
      case QueryMigrateParameters _ -> "query-migrate-parameters";
      case Migrate _ -> "migrate";
      case MigrateCancel _ -> "migrate_cancel";
      case MigrateStartPostcopy _ -> "migrate-start-postcopy";
      case MigrateContinue _ -> "migrate-continue";
      case MigrateIncoming _ -> "migrate-incoming";
      case MigrateRecover _ -> "migrate-recover";
      case MigratePause _ -> "migrate-pause";
      case YankMigration _ -> "yank";
      case CalcDirtyRate _ -> "calc-dirty-rate";
      case QueryDirtyRate _ -> "query-dirty-rate";
      case AnnounceSelf _ -> "announce-self";
      case BlockCommand<?> block -> block.name();
      case Other other -> other.command();
    };
  }

  /** {@return whether the command overtakes others where the connection allows it} */
  default boolean outOfBand() {
    return this instanceof MigrateRecover
        || this instanceof MigratePause
        || this instanceof YankMigration;
  }

  /** {@return the command's arguments on the wire; empty when it has none} */
  default ObjectNode arguments() {
    ObjectNode node = Json.object();
    switch (this) {
      case Capabilities c -> {
        if (c.overtaking()) {
          node.putArray("enable").add("oob");
        }
      }
      case SetCapabilities c -> {
        ArrayNode list = node.putArray("capabilities");
        c.states().forEach((name, on) -> list.addObject().put("capability", name).put("state", on));
      }
      case SetParameters p -> p.values().forEach(node::put);
      case Migrate m -> {
        node.put("uri", m.uri());
        if (m.resume()) {
          node.put("resume", true);
        }
      }
      case MigrateContinue m -> node.put("state", m.status());
      case MigrateIncoming m -> node.put("uri", m.uri());
      case MigrateRecover m -> node.put("uri", m.uri());
      case YankMigration _ -> node.putArray("instances").addObject().put("type", "migration");
      case CalcDirtyRate c ->
          node.put("calc-time", c.seconds()).put("sample-pages", c.samplePages());
      case AnnounceSelf a ->
          node.put("initial", a.initial())
              .put("max", a.max())
              .put("rounds", a.rounds())
              .put("step", a.step());
      case BlockCommand<?> block -> {
        return block.arguments();
      }
      case Other o -> o.data().properties().forEach(e -> node.set(e.getKey(), e.getValue()));
      case QueryVersion _,
          QueryStatus _,
          Cont _,
          Stop _,
          Quit _,
          QueryMigrate _,
          QueryMigrateCapabilities _,
          QueryMigrateParameters _,
          MigrateCancel _,
          MigrateStartPostcopy _,
          MigratePause _,
          QueryDirtyRate _ -> {}
    }
    return node;
  }
}
