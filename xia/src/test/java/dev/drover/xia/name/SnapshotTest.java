package dev.drover.xia.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.xia.address.Dag;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.name.Registry.Kept;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotTest {
  private static final Identity OWNER = Identity.generate();
  private static final Name NAME = new Name("a_s.xia");
  private static final Dag ADDRESS = Dag.chain(OWNER.hid());
  private static final long SECOND = 1_000_000_000L;

  @TempDir Path dir;
  private Path file;
  private Snapshot snapshot;

  @BeforeEach
  void open() {
    file = dir.resolve("names");
    snapshot = new Snapshot(file);
  }

  private static Registry registry() {
    Registry registry = new Registry(10);
    registry.register(
        new Registration(NAME, ADDRESS, Duration.ofSeconds(60)).sign(OWNER, 42), 0, 0);
    return registry;
  }

  @Test
  void kept_writtenAndRead_livesOnAsLongAsItWouldHave() throws IOException {
    snapshot.write(registry().kept(), 20 * SECOND, 1_000_000);
    // Ten seconds later, in a process whose nanoseconds begin elsewhere.
    Kept kept = snapshot.read(-500 * SECOND, 1_010_000);
    Registry again = new Registry(10);
    again.restore(kept);
    assertThat(again.find(NAME, -500 * SECOND))
        .isEqualTo(new Answer.Found(ADDRESS, Duration.ofSeconds(30)));
    assertThat(again.find(NAME, -470 * SECOND)).isInstanceOf(Answer.NotFound.class);
    assertThat(
            again.register(
                new Registration(NAME, ADDRESS, Duration.ofSeconds(60)).sign(OWNER, 41),
                -400 * SECOND,
                0))
        .isEqualTo(new Answer.Refused(Refusal.NOT_NEWER));
  }

  @Test
  void clockSetBack_letsNothingLiveForEver() throws IOException {
    snapshot.write(registry().kept(), 0, 1_000_000_000_000L);
    Kept kept = snapshot.read(0, 0);
    assertThat(kept.entries().getFirst().expires()).isEqualTo(Registry.LONGEST_LIFE.toNanos());
  }

  @Test
  void absentFile_isNothing() throws IOException {
    assertThat(snapshot.read(0, 0).entries()).isEmpty();
  }

  @Test
  void file_cutOrChangedAnywhere_isRefusedOrHasNoForgery() throws IOException {
    snapshot.write(registry().kept(), 0, 0);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> snapshot.read(0, 0))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file + " is no snapshot of names (")
          .hasMessageEndingWith("); move it away to begin without");
    }
    int refused = 0;
    for (int at = 0; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(file, changed);
      try {
        snapshot
            .read(0, 0)
            .entries()
            .forEach(entry -> assertThat(entry.registration().address()).isEqualTo(ADDRESS));
      } catch (IOException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(150);
  }
}
