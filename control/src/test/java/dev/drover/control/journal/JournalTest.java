package dev.drover.control.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.control.inventory.ControlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {
  private static final List<JournalEntry> ALL =
      List.of(
          new JournalEntry.Planned(
              1,
              "r",
              "traffic-aware",
              "h1",
              List.of(new JournalEntry.Move("r-a", "a", "h1", "h2", "hybrid", 1))),
          new JournalEntry.Preparing(2, "r-a", "a", "h1", "h2"),
          new JournalEntry.Reserving(3, "h1"),
          new JournalEntry.Started(4, "r-a"),
          new JournalEntry.Phase(5, "r-a", "post-copy"),
          new JournalEntry.Ended(6, "r-a", "Completed[]", Optional.of("h2")),
          new JournalEntry.Ended(6, "r-b", "Lost", Optional.empty()),
          new JournalEntry.Settled(7, "r-a"),
          new JournalEntry.Released(8, "h1"));

  @TempDir Path directory = Path.of("");

  private void write(List<JournalEntry> entries) {
    try (Journal journal = Journal.open(directory)) {
      entries.forEach(journal::record);
    }
  }

  private Path file() {
    return directory.resolve("journal.jsonl");
  }

  @Test
  void entries_ofEveryKind_areReadAsWritten() {
    write(ALL);
    assertThat(Journal.read(directory)).isEqualTo(ALL);
  }

  @Test
  void line_cutAnywhere_costsNoOtherEntry() throws IOException {
    write(ALL.subList(0, 2));
    byte[] whole = Files.readAllBytes(file());
    write(ALL.subList(2, 3));
    byte[] more = Files.readAllBytes(file());
    for (int length = whole.length; length < more.length; length++) {
      Files.write(file(), java.util.Arrays.copyOf(more, length));
      write(ALL.subList(3, 4));
      List<JournalEntry> read = Journal.read(directory);
      assertThat(read).startsWith(ALL.get(0), ALL.get(1)).endsWith(ALL.get(3));
      assertThat(read.size()).isBetween(3, 4);
    }
  }

  @Test
  void state_ofABrokenOffRun_isWhatWasBegunAndNotSettled() {
    JournalState state =
        JournalState.of(
            List.of(
                new JournalEntry.Preparing(1, "r-a", "a", "h1", "h2"),
                new JournalEntry.Preparing(1, "r-b", "b", "h1", "h3"),
                new JournalEntry.Preparing(1, "r-c", "c", "h1", "h3"),
                new JournalEntry.Reserving(2, "h1"),
                new JournalEntry.Reserving(2, "h2"),
                new JournalEntry.Started(3, "r-a"),
                new JournalEntry.Settled(4, "r-c"),
                new JournalEntry.Released(4, "h2")));
    assertThat(state.open().values())
        .containsExactly(
            new JournalState.OpenMigration("r-a", "a", "h1", "h2", true),
            new JournalState.OpenMigration("r-b", "b", "h1", "h3", false));
    assertThat(state.reserved()).containsExactly("h1");
    assertThat(JournalState.of(ALL).isClear()).isTrue();
  }

  @Test
  void journal_thatIsLongAndSettled_isPutAside() throws IOException {
    write(ALL);
    Files.writeString(file(), "x".repeat(2 << 20) + "\n", StandardOpenOption.APPEND);
    write(ALL.subList(0, 1));
    assertThat(Files.size(file())).isLessThan(1000);
    assertThat(directory.resolve("journal.previous.jsonl")).exists();
  }

  @Test
  void journal_thatIsLongAndOpen_isKept() throws IOException {
    write(ALL.subList(0, 2));
    Files.writeString(file(), "x".repeat(2 << 20) + "\n", StandardOpenOption.APPEND);
    write(ALL.subList(3, 4));
    assertThat(JournalState.of(Journal.read(directory)).open()).containsOnlyKeys("r-a");
  }

  @Test
  void lock_takenTwice_saysWhoHasIt() {
    assertThat(ControlLock.isTaken(directory)).isFalse();
    try (ControlLock held = ControlLock.take(directory)) {
      assertThat(held).isNotNull();
      assertThat(ControlLock.isTaken(directory)).isTrue();
      assertThatThrownBy(() -> ControlLock.take(directory))
          .isInstanceOf(ControlException.class)
          .hasMessage(
              "another drover (process "
                  + ProcessHandle.current().pid()
                  + ") works with "
                  + directory
                  + "; wait for it or end it, then try again");
    }
    assertThat(ControlLock.isTaken(directory)).isFalse();
    ControlLock.take(directory).close();
  }

  @Test
  void lock_heldByAnotherProcess_isRespectedAndFreeWhenThatIsKilled() throws Exception {
    Path program = directory.resolve("Holder.java");
    Files.writeString(
        program,
        """
        import java.nio.channels.FileChannel;
        import java.nio.file.*;
        class Holder {
          public static void main(String[] args) throws Exception {
            var channel = FileChannel.open(Path.of(args[0]),
                StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.lock();
            Files.writeString(Path.of(args[0] + ".ready"), "");
            Thread.sleep(60_000);
          }
        }
        """);
    Path lock = directory.resolve("lock");
    Process holder =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                program.toString(),
                lock.toString())
            .inheritIO()
            .start();
    try {
      while (!Files.exists(directory.resolve("lock.ready"))) {
        assertThat(holder.isAlive()).isTrue();
        Thread.sleep(20);
      }
      assertThat(ControlLock.isTaken(directory)).isTrue();
      assertThatThrownBy(() -> ControlLock.take(directory))
          .isInstanceOf(ControlException.class)
          .hasMessageContaining("another drover");
    } finally {
      holder.destroyForcibly().waitFor();
    }
    ControlLock.take(directory).close();
  }

  @Test
  void directory_thatCannotBeMade_isNamed() throws IOException {
    Path plain = Files.writeString(directory.resolve("plain"), "");
    assertThatThrownBy(() -> ControlLock.take(plain.resolve("control")))
        .isInstanceOf(ControlException.class)
        .hasMessageContaining(plain.toString());
  }
}
