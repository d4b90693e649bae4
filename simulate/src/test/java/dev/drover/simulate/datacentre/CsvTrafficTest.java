package dev.drover.simulate.datacentre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.drover.decide.communication.TrafficGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CsvTrafficTest {
  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("matrix.csv"), text);
  }

  @Test
  void read_written_isTheSame() throws IOException {
    TrafficGraph traffic = Scene.traffic(1);
    Path file = folder.resolve("written.csv");
    CsvTraffic.write(traffic, file);
    TrafficGraph read = CsvTraffic.read(file);
    assertThat(read.places()).isEqualTo(traffic.places());
    for (int vm = 0; vm < read.vms(); vm++) {
      assertThat(read.load(vm)).isCloseTo(traffic.load(vm), withPercentage(1e-4));
    }
  }

  @Test
  void read_commentsAndEmptyLines_countNothing() throws IOException {
    TrafficGraph read =
        CsvTraffic.read(file("# ours\nvm,peer,bytesPerSecond\n\n0,3,1e3\n# no more\n3,1,5\n"));
    assertThat(read.vms()).isEqualTo(4);
    assertThat(read.load(3)).isEqualTo(1005);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "0,1 | '0,1' is not vm,peer,bytesPerSecond",
        "0,1,2,3 | '0,1,2,3' is not vm,peer,bytesPerSecond",
        "a,1,2 | 'a' is no VM; VMs are numbers from 0",
        "0,-1,2 | '-1' is no VM; VMs are numbers from 0",
        "0,1,fast | 'fast' is no number of bytes a second",
        "0,1,0 | VMs 0 and 1 cannot exchange 0.0 bytes a second",
        "4,4,1 | VMs 4 and 4 cannot exchange 1.0 bytes a second",
      })
  void read_wrongLine_saysWhereAndWhat(String line, String message) throws IOException {
    Path file = file("vm,peer,bytesPerSecond\n0,1,5\n" + line + "\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CsvTraffic.read(file))
        .withMessage(file + ":3: " + message);
  }

  @Test
  void read_noHeader_isRefused() throws IOException {
    Path file = file("0,1,5\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CsvTraffic.read(file))
        .withMessage(file + ":1: the first line must be vm,peer,bytesPerSecond");
  }
}
