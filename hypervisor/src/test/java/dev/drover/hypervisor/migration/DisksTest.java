package dev.drover.hypervisor.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.hypervisor.DiskProgress;
import dev.drover.hypervisor.qmp.JobInfo;
import dev.drover.hypervisor.qmp.NodeInfo;
import dev.drover.model.unit.Bytes;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisksTest {
  /** Of 100, 40 hold something. */
  private static final NodeInfo IMAGE = new NodeInfo("disk0", Bytes.of(100), Bytes.of(40));

  @ParameterizedTest
  @CsvSource({
    // done, total, sent, remaining
    "0, 100, 0, 40",
    "30, 100, 30, 10",
    "60, 100, 40, 0",
    "100, 100, 40, 0",
    "30, 107, 30, 17",
    "100, 107, 40, 7",
    "103, 107, 43, 4",
    "107, 107, 47, 0",
  })
  void progress_ofASparseImage_leavesHolesOut(long done, long total, long sent, long remaining) {
    JobInfo job = new JobInfo("job", "running", Bytes.of(done), Bytes.of(total), Optional.empty());
    assertThat(Disks.progress(IMAGE, job))
        .isEqualTo(new DiskProgress(Bytes.of(sent), Bytes.of(remaining)));
  }
}
