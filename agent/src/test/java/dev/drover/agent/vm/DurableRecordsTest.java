package dev.drover.agent.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.agent.api.PrepareReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableRecordsTest {
  @TempDir Path directory;

  private DurableRecords<PrepareReply> open() {
    return new DurableRecords<>(directory, PrepareReply.class);
  }

  @Test
  void record_savedTwice_isTheLatterAfterReopening() {
    open().save("m1", new PrepareReply("a", 1));
    open().save("m1", new PrepareReply("b", 2));

    assertThat(open().load()).containsExactly(java.util.Map.entry("m1", new PrepareReply("b", 2)));
  }

  @Test
  void write_cutShort_leavesTheEarlierRecord() throws IOException {
    open().save("m1", new PrepareReply("a", 1));
    Files.writeString(directory.resolve("m1.next"), "{\"addr");

    assertThat(open().load()).containsEntry("m1", new PrepareReply("a", 1));
    open().save("m1", new PrepareReply("c", 3));
    assertThat(open().load()).containsEntry("m1", new PrepareReply("c", 3));
  }

  @Test
  void deleted_isGone() {
    open().save("m1", new PrepareReply("a", 1));
    open().delete("m1");
    open().delete("m1");

    assertThat(open().load()).isEmpty();
  }

  @Test
  void unreadableRecord_stopsTheAgent() throws IOException {
    Files.writeString(directory.resolve("m1.json"), "nonsense");

    assertThatThrownBy(() -> open().load())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("m1.json");
  }

  @Test
  void key_thatIsAPath_isRefused() {
    assertThatThrownBy(() -> open().save("../etc/passwd", new PrepareReply("a", 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(DurableRecords.isKey("")).isFalse();
    assertThat(DurableRecords.isKey("m1-web.2")).isTrue();
  }
}
