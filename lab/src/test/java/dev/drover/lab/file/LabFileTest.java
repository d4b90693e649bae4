package dev.drover.lab.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.model.Priority;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.yaml.YamlException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LabFileTest {
  private static final String GOOD =
      """
      name: demo
      switches: [s1, s2]
      hosts:
        - {name: h1, memory: 1GiB}
        - {name: h2, memory: 1GiB}
      clients:
        - {name: c1}
      links:
        - {ends: [h1, s1], rate: 200Mbit/s, buffer: 128KiB}
        - {ends: [h2, s2], rate: 200Mbit/s}
        - {ends: [c1, s1], rate: 1Gbit/s}
        - {ends: [s1, s2], rate: 1Gbit/s}
      vms:
        - name: web
          host: h1
          memory: 256MiB
          priority: high
          sla: {lower: 20Mbit/s, upper: 80Mbit/s}
          workload: {kind: outgoing, client: c1, rate: 60Mbit/s}
        - name: shop
          host: h1
          memory: 256MiB
          cpus: 2
          workload: {kind: request-response, requests: 250.5, valueSize: 8KiB, getRatio: 0.9}
        - {name: quiet, host: h2, memory: 256MiB}
      """;

  @Test
  void parse_completeFile_hasEveryValue() {
    LabFile file = LabFile.parse(GOOD, "demo.yaml");

    assertThat(file.name()).isEqualTo("demo");
    assertThat(file.switches()).containsExactly("s1", "s2");
    assertThat(file.hosts())
        .containsExactly(
            new LabFile.Host("h1", Bytes.ofMebibytes(1024)),
            new LabFile.Host("h2", Bytes.ofMebibytes(1024)));
    assertThat(file.linkOf("h1").buffer()).isEqualTo(Bytes.of(128 * 1024));
    LabFile.GuestVm web = file.vm("web");
    assertThat(web.priority()).isEqualTo(Priority.HIGH);
    assertThat(web.sla().lower()).isEqualTo(BitRate.ofMegabitsPerSecond(20));
    assertThat(web.workload().kind()).isEqualTo(Workload.Kind.OUTGOING);
    assertThat(web.workload().rate()).contains(BitRate.ofMegabitsPerSecond(60));
    assertThat(file.vm("shop").cpus()).isEqualTo(2);
    assertThat(file.vm("shop").workload().client()).isEqualTo("c1");
    assertThat(file.vm("shop").workload().requests())
        .contains(new Workload.Requests(250.5, Bytes.of(8192), 0.9, 4));
  }

  @Test
  void parse_vmWithADisk_hasItsSizeAndContent() {
    String text = GOOD.replace("{name: quiet,", "{name: quiet, disk: {size: 4GiB, written: 1GiB},");

    assertThat(LabFile.parse(text, "demo.yaml").vm("quiet").disk())
        .contains(new LabFile.Disk(Bytes.ofMebibytes(4096), Bytes.ofMebibytes(1024)));
    assertThat(LabFile.parse(GOOD, "demo.yaml").vm("quiet").disk()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{size: 16MiB, written: 9MiB} | 'written' leaves less than 8MiB of the 'size' of 16MiB",
        "{size: 10000001B} | 'size' and 'written' must be multiples of 4KiB",
        "{written: 1MiB} | size",
      })
  void parse_diskThatCannotBe_isRefusedWithItsLine(String disk, String complaint) {
    String text = GOOD.replace("{name: quiet,", "{name: quiet, disk: " + disk + ",");

    assertThatThrownBy(() -> LabFile.parse(text, "demo.yaml"))
        .isInstanceOf(YamlException.class)
        .hasMessageStartingWith("demo.yaml:")
        .hasMessageContaining(complaint);
  }

  @Test
  void parse_vmWithoutSlaPriorityOrWorkload_isMediumIdleAndPromisedNothing() {
    LabFile.GuestVm quiet = LabFile.parse(GOOD, "demo.yaml").vm("quiet");

    assertThat(quiet.priority()).isEqualTo(Priority.MEDIUM);
    assertThat(quiet.sla().lower()).isEqualTo(BitRate.ZERO);
    assertThat(quiet.sla().upper()).isEqualTo(BitRate.ofMegabitsPerSecond(200));
    assertThat(quiet.workload().kind()).isEqualTo(Workload.Kind.IDLE);
  }

  @Test
  void parse_writerBesideTraffic_isKept() {
    LabFile file =
        LabFile.parse(
            GOOD.replace(
                "rate: 60Mbit/s}", "rate: 60Mbit/s, dirtyRate: 4MiB/s, workingSet: 32MiB}"),
            "demo.yaml");

    assertThat(file.vm("web").workload().writer().orElseThrow().workingSet())
        .isEqualTo(Bytes.ofMebibytes(32));
    assertThat(file.vm("web").workload().writer().orElseThrow().writes())
        .isEqualTo(Workload.Writes.STEADY);
  }

  @Test
  void parse_writerLikeACompiler_isKept() {
    LabFile file =
        LabFile.parse(
            GOOD.replace(
                "rate: 60Mbit/s}",
                "rate: 60Mbit/s, dirtyRate: 4MiB/s, workingSet: 32MiB, writes: compile}"),
            "demo.yaml");

    assertThat(file.vm("web").workload().writer().orElseThrow().writes())
        .isEqualTo(Workload.Writes.COMPILE);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          name: demo              | name: Demo                 | 1 | 'Demo' is not a name
          - {name: h2,            | - {name: h1,               | 5 | 'h1' is already a host
          - {name: h2,            | - {name: s1,               | 5 | 's1' is already a switch
          - {name: h2,            | - {name: ctl,              | 5 | 'ctl' is taken by the lab
          host: h1\\n    memory: 256MiB\\n    cpus | host: h9\\n    memory: 256MiB\\n    cpus | 21 | host 'h9' is unknown; use one of h1, h2
          name: shop              | name: web                  | 20 | 'web' is used twice
          memory: 256MiB\\n    cpus | memory: 1GiB\\n    cpus | 22 | VMs of host 'h1' need 1.25GiB but it has 1GiB
          rate: 60Mbit/s}         | rate: 60Mbits}             | 19 | unit 'Mbits' is not one of
          lower: 20Mbit/s         | lower: 90Mbit/s            | 18 | above its upper limit
          kind: outgoing          | kind: outgoings            | 19 | 'outgoings' is not a workload; use one of outgoing, incoming
          client: c1, rate        | client: c7, rate           | 19 | client 'c7' is unknown; use one of c1
          client: c1, rate        | client: c1, rates          | 19 | 'rates' is not a field of it
          priority: high          | priority: urgent           | 17 | use high, medium or low
          [h2, s2]                | [h2, s9]                   | 10 | end 's9' is unknown
          [h2, s2]                | [h1, s2]                   | 10 | 'h1' has a link already
          [h2, s2]                | [h2, c1]                   | 10 | put one between them
          [c1, s1], rate: 1Gbit/s}| [c1, s1]}                  | 11 | 'rate' is missing
          memory: 1GiB}\\n  - {name: h2 | memory: 1}\\n  - {name: h2 | 4 | '1' is not a size
          requests: 250.5, valueSize | valueSize               | 24 | 'requests' is missing
          getRatio: 0.9           | getRatio: 1.9              | 24 | getRatio must be from 0 to 1
          getRatio: 0.9           | dirtyRate: 1MiB/s          | 24 | go together
          - {name: h2,            | - {name: trust,            | 5 | 'trust' is taken by the lab
          [h2, s2], rate: 200Mbit/s | [h2, s2], rate: 1kbit/s | 10 | below 1Mbit/s
          buffer: 128KiB          | buffer: 1KiB             | 9  | 'buffer' is below 16KiB
          name: demo\\n           | name: demo\\nmtu: 9001\\n   | 2 | not a whole number from 1500 to 9000
          - {name: h2, memory: 1GiB} | - {name: h2}            | 25 | VMs of host 'h2' need 256MiB but it has 0B
          getRatio: 0.9           | writes: hourly             | 24 | 'hourly' is no way to write; use one of steady, compile, intermittent
          cpus: 2                 | cpus: none                 | 23 | not a whole number from 1 to 16
          switches: [s1, s2]      | switches: [s1, s2          | 3  | not YAML
          switches: [s1, s2]      | switches: s1               | 2  | must be a list
          host: h1\\n    memory: 256MiB\\n    cpus | memory: 256MiB\\n    cpus | 20 | 'host' is missing
          priority: high          | host: h1                   | 17 | 'host' is written twice
          {ends: [s1, s2], rate: 1Gbit/s} | {ends: [s1, s1], rate: 1Gbit/s} | 12 | remove the loop
          """)
  void parse_brokenFile_refusesNamingFileLineAndFault(
      String from, String to, int line, String message) {
    String text = GOOD.replaceFirst(quote(from), to.replace("\\n", "\n"));
    assertThat(text).isNotEqualTo(GOOD);

    assertThatThrownBy(() -> LabFile.parse(text, "demo.yaml"))
        .isInstanceOf(YamlException.class)
        .hasMessageStartingWith("demo.yaml:" + line + ": ")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void parse_switchesApart_refuses() {
    String text = GOOD.replace("  - {ends: [s1, s2], rate: 1Gbit/s}\n", "");

    assertThatThrownBy(() -> LabFile.parse(text, "demo.yaml"))
        .hasMessageContaining("switch 's2' is not joined to the others");
  }

  @Test
  void parse_hostWithoutLink_refuses() {
    String text = GOOD.replace("  - {ends: [h2, s2], rate: 200Mbit/s}\n", "");

    assertThatThrownBy(() -> LabFile.parse(text, "demo.yaml"))
        .hasMessageContaining("host 'h2' has no link");
  }

  @Test
  void parse_workingSetLargerThanMemory_refuses() {
    String text =
        GOOD.replace("rate: 60Mbit/s}", "rate: 60Mbit/s, dirtyRate: 1MiB/s, workingSet: 240MiB}");

    assertThatThrownBy(() -> LabFile.parse(text, "demo.yaml"))
        .hasMessageContaining("demo.yaml:16: vm: pattern and working set need 256MiB");
  }

  @Test
  void read_missingFile_saysSo() {
    assertThatThrownBy(() -> LabFile.read(Path.of("no-such-lab.yaml")))
        .isInstanceOf(YamlException.class)
        .hasMessage("no-such-lab.yaml: no such file; name an existing lab file");
  }

  @Test
  void parse_emptyFile_refuses() {
    assertThatThrownBy(() -> LabFile.parse("", "demo.yaml"))
        .hasMessageContaining("demo.yaml:1: the file is empty");
  }

  private static String quote(String text) {
    return Pattern.quote(text.replace("\\n", "\n"));
  }
}
