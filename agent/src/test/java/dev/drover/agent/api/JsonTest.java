package dev.drover.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.calls.Json;
import dev.drover.model.MigrationOutcome;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;

class JsonTest {
  static Stream<Object> examples() {
    return Examples.all();
  }

  static Stream<MigrationOutcome> outcomes() {
    return Stream.of(
        new MigrationOutcome.Completed(),
        new MigrationOutcome.Cancelled("on request"),
        new MigrationOutcome.Failed("pre-copy", "link down", "h1"),
        new MigrationOutcome.Lost("post-copy", "QEMU died"),
        new MigrationOutcome.Unsettled("sent", "h2 does not answer"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void record_writtenAndRead_isTheSame(Object value) {
    String text = Json.MAPPER.writeValueAsString(value);

    assertThat((Object) Json.MAPPER.readValue(text, value.getClass())).isEqualTo(value);
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void outcome_writtenAndRead_isTheSame(MigrationOutcome outcome) {
    String text = Json.MAPPER.writeValueAsString(outcome);

    assertThat(text).contains("\"type\":");
    assertThat(Json.MAPPER.readValue(text, MigrationOutcome.class)).isEqualTo(outcome);
  }

  @Test
  void migrationStatus_written_isTheDocumentedText() {
    assertThat(Json.MAPPER.writeValueAsString(Examples.MIGRATION))
        .isEqualTo(
            """
            {"migration":"m1","vm":"web","source":"h1","destination":"h2","technique":"PRE_COPY",\
            "startedAtMs":1700000000000,"phases":[{"phase":"setup","atMs":1700000000001}],\
            "rounds":[{"at":1500.000001,"round":1,"transferred":5,"remaining":6,"dirtyRate":7,\
            "throughput":8,"expectedDowntime":300,"phase":"pre-copy"}],\
            "rates":[{"at":1400,"round":2,"dirtyRate":7,"capacity":200000000,\
            "usedByOthers":80000000,"ceiling":150000000,"rate":60000000,\
            "stopAndCopy":120000000}],\
            "relayRounds":[{"round":1,"time":900,"bytes":10,"idle":0.35,"ahead":11,\
            "cwndAtStart":14480,"cwndAtEnd":28960,"retransmits":2,"rtt":0.21}],"traffic":9,\
            "totalTime":5300,"downtime":41.25,\
            "disk":{"sent":1,"remaining":3,"time":1500},\
            "outcome":{"type":"failed","phase":"pre-copy","cause":"link down","vmRunsAt":"h1"}}\
            """);
  }

  @Test
  void vmStatus_written_isTheDocumentedText() {
    assertThat(Json.MAPPER.writeValueAsString(Examples.VM))
        .isEqualTo(
            """
            {"spec":{"name":"web","memory":268435456,"cpus":1,"priority":"HIGH",\
            "sla":{"lower":40000000,"upper":80000000},"mac":"52:54:00:00:00:01",\
            "address":"10.77.1.1","kernel":"/boot/vmlinuz","initrd":"/images/guest.gz",\
            "kernelArguments":["quiet","ip=10.77.1.1"],\
            "disk":{"size":67108864,"image":"/images/web.raw"}},"state":"RUNNING","role":"OWNER",\
            "traffic":{"in":10000000,"out":7},"resident":104857600,"dirtyRate":4096,\
            "workingSet":null,"migration":"m1"}\
            """);
  }

  @Test
  void missingField_isRefusedByName() {
    assertThatThrownBy(() -> Json.MAPPER.readValue("{\"port\":1}", PrepareReply.class))
        .isInstanceOf(JacksonException.class)
        .hasMessageContaining("address");
  }

  @Test
  void missingOptional_isEmpty() {
    AdjustRequest request = Json.MAPPER.readValue("{\"startPostCopy\":true}", AdjustRequest.class);

    assertThat(request.rateLimit()).isEmpty();
    assertThat(request.downtimeLimit()).isEmpty();
  }

  @Test
  void prepareReply_ofAnAgentThatKnowsNoDisks_hasNone() {
    assertThat(Json.MAPPER.readValue("{\"address\":\"a\",\"port\":1}", PrepareReply.class))
        .isEqualTo(new PrepareReply("a", 1));
  }

  @Test
  void negativeAmount_isRefused() {
    assertThatThrownBy(
            () -> Json.MAPPER.readValue("{\"dirtyRate\":-1,\"workingSet\":2}", DirtyReport.class))
        .isInstanceOf(JacksonException.class)
        .hasMessageContaining("negative");
  }
}
