package dev.drover.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.house.Drover.Ended;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.memory.MemoryTrace;
import dev.drover.simulate.memory.TraceReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Memory of a real guest: the VM batch dirties 256 pages a second, going round 2048 of them. */
@Order(HouseExtension.LAST)
@ExtendWith(HouseExtension.class)
final class RecordMemoryTest {
  private final House house;

  @TempDir private Path directory = Path.of("");

  RecordMemoryTest(House house) {
    this.house = house;
  }

  @Test
  void recordMemory_ofAWriter_findsThePagesItWrites() {
    Path file = directory.resolve("batch.trace.gz");
    Ended ended =
        Drover.run(
            ("lab record-memory batch --for 6s --every 200ms --lab "
                    + house.name()
                    + " --output "
                    + file)
                .split(" "));
    assertThat(ended.code()).as(ended.all()).isZero();
    assertThat(ended.out()).contains("Recording vm batch: 32768 pages").contains("written to ");

    MemoryTrace trace = TraceReader.read(file);
    assertThat(trace.header().pages()).isEqualTo(128 << 20 >> 12);
    assertThat(SimTime.toDuration(trace.length())).isGreaterThanOrEqualTo(Duration.ofSeconds(6));
    BitSet distinct = new BitSet();
    for (int i = 0; i < trace.intervals(); i++) {
      for (int j = 0; j < trace.dirtied(i); j++) {
        distinct.set(trace.page(i, j));
      }
    }
    // In 6 s the writer does not come round once, so each of its pages is another; it loses time on
    // a busy machine. Beside it write the guest's kernel and what every guest runs.
    assertThat(distinct.cardinality()).as(ended.all()).isBetween(6 * 256 / 2, 6 * 1024);
    assertThat(house.settled("batch")).isNotEmpty();
    assertThat(house.verifyMemory("batch")).isPositive();
  }

  @Test
  void recordMemory_interrupted_leavesNoFile() {
    Drover command =
        Drover.start(
            "lab",
            "record-memory",
            "batch",
            "--for",
            "100s",
            "--lab",
            house.name(),
            "--output",
            directory.resolve("cut.trace").toString());
    House.await(
        Duration.ofSeconds(60),
        "the recording to begin",
        () -> command.soFar().contains("not stopped") && directory.toFile().list().length == 1);
    command.interrupt();
    Ended ended = command.await();
    assertThat(ended.code()).as(ended.all()).isEqualTo(130);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void recordMemory_unknownVmOrPlace_saysOneLine() {
    String lab = " --lab " + house.name() + " --output ";
    Ended vm = Drover.run(("lab record-memory nosuch" + lab + directory.resolve("a")).split(" "));
    assertThat(vm.err().lines()).as(vm.all()).hasSize(1);
    assertThat(vm.err()).contains("has no VM 'nosuch'").contains("batch");
    Ended place = Drover.run(("lab record-memory batch" + lab + "/nowhere/a").split(" "));
    assertThat(place.err().lines()).as(place.all()).hasSize(1);
    assertThat(place.err()).startsWith("drover: /nowhere/a cannot be written");
    assertThat(directory).isEmptyDirectory();
  }
}
