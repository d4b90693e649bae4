package dev.drover.lab.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.lab.file.Workload.Calculation;
import dev.drover.lab.file.Workload.Kind;
import dev.drover.lab.file.Workload.Load;
import dev.drover.lab.file.Workload.Load.What;
import dev.drover.lab.file.Workload.Over;
import dev.drover.lab.image.GuestArguments;
import dev.drover.model.unit.BitRate;
import dev.drover.yaml.YamlException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CalculationFileTest {
  @Test
  void workload_calculation_isOverWhatTheLabSpeaks() {
    assertThat(workload("kind: calculation", true))
        .returns(Kind.CALCULATION, Workload::kind)
        .satisfies(each -> assertThat(each.calculation()).contains(new Calculation(100, Over.XIA)))
        .satisfies(each -> assertThat(each.load()).isEmpty());
    assertThat(workload("kind: calculation, asks: 1000", false).calculation())
        .contains(new Calculation(1000, Over.IP));
    assertThat(workload("kind: calculation, over: ip", true).calculation())
        .contains(new Calculation(100, Over.IP));
  }

  @Test
  void workload_withALoad_tellsTheGuest() {
    assertThat(workload("kind: calculation, beside: none", true).load()).isEmpty();
    assertThat(workload("kind: calculation, beside: files, processes: 7", true).load())
        .contains(new Load(What.FILES, 7));
    Workload loopback = workload("kind: loopback, rate: 80Mbit/s", false);
    assertThat(loopback.load()).contains(new Load(What.LOOPBACK, 0));
    assertThat(loopback.rate()).contains(BitRate.ofBitsPerSecond(80_000_000));

    assertThat(arguments("kind: files"))
        .contains("drover.workload=files", "drover.load=files", "drover.processes=4")
        .contains("drover.rate=0");
    assertThat(arguments("kind: calculation, beside: files, rate: 64Mbit/s"))
        .contains("drover.processes=4", "drover.rate=64000000");
    assertThat(arguments("kind: calculation, beside: loopback"))
        .contains("drover.workload=calculation", "drover.load=loopback", "drover.rate=0");
    assertThat(arguments("kind: loopback, rate: 80Mbit/s")).contains("drover.rate=80000000");
    assertThat(arguments("kind: calculation")).noneMatch(word -> word.startsWith("drover.load"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "kind: calculation, over: xia | does not speak XIA",
        "kind: calculation, over: ipx | 'ipx' is not xia or ip",
        "kind: calculation, asks: 0 | asks must be above 0",
        "kind: calculation, beside: memory | 'memory' is not files, loopback or none",
        "kind: calculation, processes: 3 | processes",
        "kind: files, processes: 0 | processes",
        "kind: calculation, rate: 1Mbit/s | rate",
        "kind: idle, beside: files | beside",
        "kind: loopback, rate: 0bit/s | 'rate' is 0"
      })
  void workload_thatCannotBe_isRefusedWithItsLine(String workload, String why) {
    assertThatThrownBy(() -> workload(workload, false))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining("lab.yaml:")
        .hasMessageContaining(why);
  }

  @Test
  void memory_forAJavaRuntime_isAskedFor() {
    assertThatThrownBy(
            () -> LabFile.parse(text("kind: calculation", false, "256MiB", "4GiB"), "lab.yaml"))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining("beside the 256MiB of the guest itself");
  }

  @Test
  void disk_forFiles_isAskedFor() {
    String workload = "kind: files, processes: 2";
    assertThat(LabFile.parse(text(workload, false, "640MiB", "136MiB"), "lab.yaml").vms())
        .hasSize(1);
    assertThatThrownBy(() -> LabFile.parse(text(workload, false, "640MiB", "135MiB"), "lab.yaml"))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining("take 128MiB of a 'disk', and it has 127MiB");
  }

  private static List<String> arguments(String workload) {
    LabFile file = LabFile.parse(text(workload, true, "640MiB", "4GiB"), "lab.yaml");
    return GuestArguments.of(file, file.vm("vm"));
  }

  private static Workload workload(String workload, boolean xia) {
    return LabFile.parse(text(workload, xia, "640MiB", "4GiB"), "lab.yaml").vm("vm").workload();
  }

  private static String text(String workload, boolean xia, String memory, String disk) {
    return """
    name: calc
    routers: [{name: r1, domain: ad1}]
    hosts: [{name: a, memory: 1GiB}]
    clients: [{name: c}]
    links:
      - {ends: [a, r1], rate: 200Mbit/s}
      - {ends: [c, r1], rate: 200Mbit/s}
    vms:
      - {name: vm, host: a, memory: %s, disk: {size: %s}, workload: {%s}}
    %s
    """
        .formatted(memory, disk, workload, xia ? "xia: {names: a}" : "");
  }
}
