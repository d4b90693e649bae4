package dev.drover.hypervisor.qmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QmpCodecTest {
  /** From QEMU 7.2.22, as written by it. */
  private static final String SAMPLE =
      """
      {"return": {"expected-downtime": 300, "status": "active", "setup-time": 1, \
      "total-time": 1209, "ram": {"total": 101195776, "postcopy-requests": 0, \
      "dirty-sync-count": 2, "multifd-bytes": 0, "pages-per-second": 740, "downtime-bytes": 0, \
      "page-size": 4096, "remaining": 96276480, "postcopy-bytes": 0, "mbps": 24.29712, \
      "transferred": 3946213, "dirty-sync-missed-zero-copy": 0, "precopy-bytes": 3946213, \
      "duplicate": 240, "dirty-pages-rate": 75, "skipped": 0, "normal-bytes": 3936256, \
      "normal": 961}}, "id": 12}\
      """;

  record CommandCase(QmpCommand<?> command, String golden) {}

  record EventCase(QmpEvent event, String golden) {}

  static Stream<CommandCase> commands() {
    return Stream.of(
        new CommandCase(
            new QmpCommand.Capabilities(true),
            "{\"execute\":\"qmp_capabilities\",\"arguments\":{\"enable\":[\"oob\"]},\"id\":7}"),
        new CommandCase(
            new QmpCommand.Capabilities(false), "{\"execute\":\"qmp_capabilities\",\"id\":7}"),
        new CommandCase(new QmpCommand.QueryVersion(), "{\"execute\":\"query-version\",\"id\":7}"),
        new CommandCase(new QmpCommand.QueryStatus(), "{\"execute\":\"query-status\",\"id\":7}"),
        new CommandCase(new QmpCommand.Cont(), "{\"execute\":\"cont\",\"id\":7}"),
        new CommandCase(new QmpCommand.Stop(), "{\"execute\":\"stop\",\"id\":7}"),
        new CommandCase(new QmpCommand.Quit(), "{\"execute\":\"quit\",\"id\":7}"),
        new CommandCase(new QmpCommand.QueryMigrate(), "{\"execute\":\"query-migrate\",\"id\":7}"),
        new CommandCase(
            new QmpCommand.QueryMigrateCapabilities(),
            "{\"execute\":\"query-migrate-capabilities\",\"id\":7}"),
        new CommandCase(
            new QmpCommand.QueryMigrateParameters(),
            "{\"execute\":\"query-migrate-parameters\",\"id\":7}"),
        new CommandCase(
            new QmpCommand.SetCapabilities(Map.of("events", true, "postcopy-ram", false)),
            "{\"execute\":\"migrate-set-capabilities\",\"arguments\":{\"capabilities\":["
                + "{\"capability\":\"events\",\"state\":true},"
                + "{\"capability\":\"postcopy-ram\",\"state\":false}]},\"id\":7}"),
        new CommandCase(
            new QmpCommand.SetParameters(Map.of("max-bandwidth", 25_000_000L)),
            "{\"execute\":\"migrate-set-parameters\","
                + "\"arguments\":{\"max-bandwidth\":25000000},\"id\":7}"),
        new CommandCase(
            new QmpCommand.Migrate("tcp:10.77.0.2:4444", false),
            "{\"execute\":\"migrate\",\"arguments\":{\"uri\":\"tcp:10.77.0.2:4444\"},\"id\":7}"),
        new CommandCase(
            new QmpCommand.Migrate("tcp:10.77.0.2:4444", true),
            "{\"execute\":\"migrate\","
                + "\"arguments\":{\"uri\":\"tcp:10.77.0.2:4444\",\"resume\":true},\"id\":7}"),
        new CommandCase(
            new QmpCommand.MigrateCancel(), "{\"execute\":\"migrate_cancel\",\"id\":7}"),
        new CommandCase(
            new QmpCommand.MigrateStartPostcopy(),
            "{\"execute\":\"migrate-start-postcopy\",\"id\":7}"),
        new CommandCase(
            new QmpCommand.MigrateIncoming("tcp:0:1"),
            "{\"execute\":\"migrate-incoming\",\"arguments\":{\"uri\":\"tcp:0:1\"},\"id\":7}"),
        new CommandCase(
            new QmpCommand.MigrateRecover("tcp:0:1"),
            "{\"exec-oob\":\"migrate-recover\",\"arguments\":{\"uri\":\"tcp:0:1\"},\"id\":7}"),
        new CommandCase(new QmpCommand.MigratePause(), "{\"exec-oob\":\"migrate-pause\",\"id\":7}"),
        new CommandCase(
            new QmpCommand.YankMigration(),
            "{\"exec-oob\":\"yank\","
                + "\"arguments\":{\"instances\":[{\"type\":\"migration\"}]},\"id\":7}"),
        new CommandCase(
            new QmpCommand.CalcDirtyRate(1, 4096),
            "{\"execute\":\"calc-dirty-rate\","
                + "\"arguments\":{\"calc-time\":1,\"sample-pages\":4096},\"id\":7}"),
        new CommandCase(
            new QmpCommand.QueryDirtyRate(), "{\"execute\":\"query-dirty-rate\",\"id\":7}"),
        new CommandCase(
            new QmpCommand.AnnounceSelf(50, 550, 5, 100),
            "{\"execute\":\"announce-self\",\"arguments\":"
                + "{\"initial\":50,\"max\":550,\"rounds\":5,\"step\":100},\"id\":7}"),
        new CommandCase(
            new QmpCommand.MigrateContinue("pre-switchover"),
            "{\"execute\":\"migrate-continue\","
                + "\"arguments\":{\"state\":\"pre-switchover\"},\"id\":7}"),
        new CommandCase(
            new QmpCommand.Other("query-block", Json.object()),
            "{\"execute\":\"query-block\",\"id\":7}"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void command_encoded_isTheGoldenLineAndDecodesAgain(CommandCase it) {
    QmpCommand<?> command = it.command();
    String golden = it.golden();
    QmpRequest request = new QmpRequest(7, command, command.outOfBand());
    assertThat(new String(request.encode(), StandardCharsets.UTF_8)).isEqualTo(golden + "\n");
    assertThat(QmpRequest.decode(bytes(golden))).isEqualTo(request);
  }

  static Stream<EventCase> events() {
    return Stream.of(
        new EventCase(
            new QmpEvent.Migration("postcopy-active"),
            ",\"event\":\"MIGRATION\",\"data\":{\"status\":\"postcopy-active\"}}"),
        new EventCase(
            new QmpEvent.MigrationPass(2), ",\"event\":\"MIGRATION_PASS\",\"data\":{\"pass\":2}}"),
        new EventCase(
            new QmpEvent.JobStatus("disk0-mirror", "ready"),
            ",\"event\":\"JOB_STATUS_CHANGE\","
                + "\"data\":{\"status\":\"ready\",\"id\":\"disk0-mirror\"}}"),
        new EventCase(new QmpEvent.Stop(), ",\"event\":\"STOP\"}"),
        new EventCase(new QmpEvent.Resume(), ",\"event\":\"RESUME\"}"),
        new EventCase(
            new QmpEvent.Shutdown(true, "guest-shutdown"),
            ",\"event\":\"SHUTDOWN\",\"data\":{\"guest\":true,\"reason\":\"guest-shutdown\"}}"),
        new EventCase(
            new QmpEvent.GuestPanicked("pause"),
            ",\"event\":\"GUEST_PANICKED\",\"data\":{\"action\":\"pause\"}}"),
        new EventCase(
            new QmpEvent.Other("RTC_CHANGE", Json.object().put("offset", 3)),
            ",\"event\":\"RTC_CHANGE\",\"data\":{\"offset\":3}}"));
  }

  @ParameterizedTest
  @MethodSource("events")
  void event_encoded_isTheGoldenLineAndDecodesAgain(EventCase it) {
    QmpEvent event = it.event();
    Instant at = Instant.ofEpochSecond(1_763_700_000, 590_631_000);
    String line = "{\"timestamp\":{\"seconds\":1763700000,\"microseconds\":590631}" + it.golden();
    assertThat(new String(event.encode(at), StandardCharsets.UTF_8)).isEqualTo(line + "\n");
    assertThat(QmpMessage.decode(bytes(line))).isEqualTo(new QmpMessage.Event(event, at));
  }

  @Test
  void migrationInfo_fromRealQemu_isRead() {
    QmpMessage.Success reply = (QmpMessage.Success) QmpMessage.decode(bytes(SAMPLE));
    assertThat(reply.id()).isEqualTo(12);
    assertThat(new QmpCommand.QueryMigrate().decodeReply(reply.value()))
        .isEqualTo(
            new MigrationInfo(
                "active",
                Optional.empty(),
                Optional.of(Duration.ofMillis(1209)),
                Optional.empty(),
                Optional.of(Duration.ofMillis(300)),
                Optional.empty(),
                Optional.of(
                    new MigrationInfo.Memory(
                        Bytes.of(3_946_213),
                        Bytes.of(96_276_480),
                        2,
                        DirtyRate.ofBytesPerSecond(307_200),
                        BitRate.ofBitsPerSecond(24_297_120),
                        Bytes.ZERO))));
  }

  @Test
  void migrationInfo_moreLeftThanWasNotSent_isWhatWasDirtiedAgain() {
    QmpMessage.Success reply =
        (QmpMessage.Success)
            QmpMessage.decode(
                bytes(SAMPLE.replace("\"remaining\": 96276480", "\"remaining\": 96288768")));
    assertThat(new QmpCommand.QueryMigrate().decodeReply(reply.value()).memory())
        .hasValueSatisfying(memory -> assertThat(memory.dirtied()).isEqualTo(Bytes.of(3 * 4096)));
  }

  @Test
  void migrationInfo_ofAListeningDestination_tellsThePort() {
    QmpMessage.Success reply =
        (QmpMessage.Success)
            QmpMessage.decode(
                bytes(
                    "{\"return\": {\"socket-address\": [{\"port\": \"41363\", \"ipv4\": true,"
                        + " \"host\": \"127.0.0.1\", \"type\": \"inet\"}]}, \"id\": 1}"));
    MigrationInfo info = new QmpCommand.QueryMigrate().decodeReply(reply.value());
    assertThat(info.listenPort()).contains(41363);
    assertThat(info.status()).isEqualTo(MigrationInfo.NONE);
  }

  @Test
  void refusal_withoutId_isKept() {
    assertThat(
            QmpMessage.decode(
                bytes("{\"error\": {\"class\": \"GenericError\", \"desc\": \"bad\"}}")))
        .isEqualTo(new QmpMessage.Refusal(Optional.empty(), "GenericError", "bad"));
  }

  @Test
  void decode_damagedLines_onlyEverSayMalformed() {
    Random random = new Random(20_251_121);
    List<byte[]> seeds =
        Stream.of(
                Stream.of(bytes(SAMPLE), bytes(FakeQmp.GREETING)),
                commands().map(a -> bytes(a.golden())),
                events().map(a -> a.event().encode(Instant.EPOCH)))
            .flatMap(s -> s)
            .toList();
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] line = damaged(seeds.get(random.nextInt(seeds.size())).clone(), random);
      refused += decodes(line) ? 0 : 1;
    }
    assertThat(refused).isBetween(1000, 39_000);
  }

  private static boolean decodes(byte[] line) {
    try {
      QmpMessage message = QmpMessage.decode(line);
      if (message instanceof QmpMessage.Success success) {
        new QmpCommand.QueryMigrate().decodeReply(success.value());
      }
      return true;
    } catch (QmpException e) {
      assertThat(e.kind()).isEqualTo(QmpException.Kind.MALFORMED);
    }
    try {
      QmpRequest.decode(line);
      return true;
    } catch (QmpException e) {
      assertThat(e.kind()).isEqualTo(QmpException.Kind.MALFORMED);
      return false;
    }
  }

  private static byte[] damaged(byte[] line, Random random) {
    int hits = 1 + random.nextInt(3);
    for (int i = 0; i < hits; i++) {
      int at = random.nextInt(line.length);
      switch (random.nextInt(3)) {
        case 0 -> line[at] = (byte) random.nextInt(256);
        case 1 -> line[at] = (byte) "0123456789-e.{}[]\",:".charAt(random.nextInt(20));
        default -> System.arraycopy(line, at, line, at / 2, line.length - at);
      }
    }
    return line;
  }

  @Test
  void event_impossibleTimestamp_isMalformed() {
    String line =
        "{\"timestamp\": {\"seconds\": 9223372036854775807, \"microseconds\": 0},"
            + " \"event\": \"STOP\"}";
    assertThatThrownBy(() -> QmpMessage.decode(bytes(line)))
        .isInstanceOf(QmpException.class)
        .hasMessageContaining("timestamp");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
