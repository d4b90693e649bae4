package dev.drover.xia.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReassemblyTest {
  @TempDir private Path settings;

  private void set(String time, String bytes) throws IOException {
    Files.writeString(settings.resolve("ip6frag_time"), time + "\n");
    Files.writeString(settings.resolve("ip6frag_high_thresh"), bytes + "\n");
  }

  private String get(String name) throws IOException {
    return Files.readString(settings.resolve(name)).strip();
  }

  @Test
  void limit_kernelsDefaults_forgetsSoonAndHasRoom() throws IOException {
    set("60", "4194304");
    Reassembly.limit(settings);

    assertThat(get("ip6frag_time")).isEqualTo("1");
    assertThat(get("ip6frag_high_thresh")).isEqualTo("16777216");
  }

  @Test
  void limit_operatorHasGivenMore_leavesIt() throws IOException {
    set("1", "67108864");
    Reassembly.limit(settings);

    assertThat(get("ip6frag_high_thresh")).isEqualTo("67108864");
  }

  @Test
  void limit_noSuchSettings_linkGoesOn() {
    Reassembly.limit(settings.resolve("none"));

    assertThat(settings).isEmptyDirectory();
  }
}
