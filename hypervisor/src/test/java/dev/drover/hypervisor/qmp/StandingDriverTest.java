package dev.drover.hypervisor.qmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.hypervisor.MigrationListener;
import dev.drover.hypervisor.MigrationPhase;
import dev.drover.hypervisor.MigrationRequest;
import dev.drover.hypervisor.OutgoingMigration;
import dev.drover.hypervisor.RoundBoundary;
import dev.drover.hypervisor.migration.Monitor;
import dev.drover.hypervisor.migration.QemuMigration;
import dev.drover.model.RoundSample;
import dev.drover.model.Technique;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A migration whose driver stands still for a while, as when its process or its machine does, and
 * QEMU goes on.
 */
@Timeout(30)
final class StandingDriverTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration STALL_LIMIT = Duration.ofMillis(300);

  @TempDir private Path directory = Path.of("");

  private final BlockingQueue<RoundSample> samples = new LinkedBlockingQueue<>();
  private final BlockingQueue<RoundBoundary> boundaries = new LinkedBlockingQueue<>();
  private final BlockingQueue<QmpCommand<?>> asked = new LinkedBlockingQueue<>();
  private final CountDownLatch standing = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private volatile boolean moves = true;
  private volatile boolean answers = true;
  private volatile int pass = 1;
  private volatile String status = "active";
  private final AtomicInteger questions = new AtomicInteger();
  private long transferred;
  private FakeQmp qemu;
  private QmpClient client;
  private Thread script;

  @BeforeEach
  void connect() throws Exception {
    qemu = new FakeQmp(directory);
    client = QmpClient.connect(qemu.path, LONG);
    script = Thread.ofVirtual().start(this::answer);
  }

  @AfterEach
  void end() throws Exception {
    goOn.countDown();
    client.close();
    qemu.close();
    script.interrupt();
    script.join();
  }

  /** A QEMU that has sent a little more whenever it is asked, as long as anything moves. */
  private void answer() {
    try {
      while (true) {
        QmpRequest request = qemu.requestWithin(LONG);
        String value =
            switch (request.command()) {
              case QmpCommand.QueryStatus _ -> "{\"status\": \"running\", \"running\": true}";
              case QmpCommand.QueryMigrate _ -> figures();
              default -> "{}";
            };
        if (request.command() instanceof QmpCommand.QueryMigrate) {
          questions.incrementAndGet();
          if (!answers) {
            continue;
          }
        } else {
          asked.add(request.command());
        }
        qemu.succeed(request.id(), value);
        if (request.command() instanceof QmpCommand.MigrateCancel) {
          status = "cancelled";
          answers = true;
          say(new QmpEvent.Migration(status), Instant.now());
        }
      }
    } catch (IOException | InterruptedException | IllegalStateException e) {
      asked.clear();
    }
  }

  private String figures() {
    transferred += moves ? 1000 : 0;
    return """
    {"status": "%s", "total-time": 5, "ram": {"transferred": %d, "remaining": 9000000, \
    "total": 10000000, "dirty-sync-count": %d, "mbps": 1.0}}\
    """
        .formatted(status, transferred, pass);
  }

  private void say(QmpEvent event, Instant at) throws IOException {
    qemu.say(new String(event.encode(at), StandardCharsets.UTF_8));
  }

  private OutgoingMigration migrate(boolean stands) {
    Monitor monitor =
        new Monitor() {
          @Override
          public <R> R execute(QmpCommand<R> command, Duration timeout) {
            return client.execute(command, timeout);
          }

          @Override
          public Mailbox subscribe() {
            return client.subscribe();
          }

          @Override
          public boolean alive() {
            return client.open();
          }

          @Override
          public boolean closed() {
            return !client.open();
          }
        };
    MigrationListener listener =
        new MigrationListener() {
          @Override
          public void phaseChanged(MigrationPhase phase) {}

          @Override
          public void roundBegan(RoundBoundary boundary) {
            boundaries.add(boundary);
          }

          @Override
          public void sampled(RoundSample sample) {
            if (stands && standing.getCount() > 0) {
              standing.countDown();
              awaitUninterrupted(goOn);
            }
            samples.add(sample);
          }
        };
    return QemuMigration.start(
        monitor,
        new MigrationRequest(
            "127.0.0.1",
            1,
            Technique.PRE_COPY,
            Optional.empty(),
            Duration.ofMillis(300),
            STALL_LIMIT,
            1,
            Optional.empty()),
        listener);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitCommand(Class<?> command) throws InterruptedException {
    QmpCommand<?> next = asked.poll(10, TimeUnit.SECONDS);
    while (!command.isInstance(next)) {
      assertThat(next).as("%s", command).isNotNull();
      next = asked.poll(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void driverStoodLongerThanTheStallLimit_qemuWentOn_isNoStall() throws Exception {
    OutgoingMigration migration = migrate(true);
    standing.await();
    Thread.sleep(STALL_LIMIT.multipliedBy(3));
    goOn.countDown();
    for (int i = 0; i < 8; i++) {
      assertThat(samples.poll(10, TimeUnit.SECONDS)).as("sample %d", i).isNotNull();
    }

    assertThat(asked).noneMatch(QmpCommand.MigrateCancel.class::isInstance);
    assertThat(migration.phase()).isInstanceOf(MigrationPhase.PreCopy.class);
  }

  @Test
  void driverStood_roundThatBegan_hasTheTimeThatQemuTold() throws Exception {
    long before = System.nanoTime();
    migrate(true);
    standing.await();
    pass = 2;
    say(new QmpEvent.MigrationPass(2), Instant.now());
    Duration latest = Duration.ofNanos(System.nanoTime() - before);
    Thread.sleep(STALL_LIMIT);
    goOn.countDown();

    RoundBoundary second = boundaries.poll(10, TimeUnit.SECONDS);
    assertThat(second).isNotNull();
    assertThat(second.round()).isEqualTo(2);
    assertThat(second.at()).isLessThanOrEqualTo(latest);
  }

  @Test
  void answersThatShowNoNewByte_areAStall() throws Exception {
    moves = false;
    OutgoingMigration migration = migrate(false);

    awaitCommand(QmpCommand.MigrateCancel.class);
    assertThat(migration.await(LONG))
        .contains(new MigrationPhase.Failed("pre-copy", "no byte moved for 300ms", true));
  }

  /** QEMU reads nothing more when 8 commands wait, not even what would break the connection. */
  @Test
  void passesOfAQemuThatDoesNotAnswer_areAskedAboutOnce() throws Exception {
    OutgoingMigration migration = migrate(false);
    assertThat(samples.poll(10, TimeUnit.SECONDS)).isNotNull();
    answers = false;
    int before = questions.get();
    while (questions.get() == before) {
      Thread.sleep(1);
    }
    int owed = questions.get();
    for (int i = 2; i < 12; i++) {
      say(new QmpEvent.MigrationPass(i), Instant.now());
    }
    say(new QmpEvent.Stop(), Instant.now());
    while (migration.phase() instanceof MigrationPhase.PreCopy) {
      Thread.sleep(1);
    }

    awaitCommand(QmpCommand.MigrateCancel.class);
    assertThat(questions).hasValue(owed);
  }

  /** As one whose last round's connection swallows everything. */
  @Test
  void qemuThatAnswersNoMore_isAStall() throws Exception {
    OutgoingMigration migration = migrate(false);
    assertThat(samples.poll(10, TimeUnit.SECONDS)).isNotNull();
    answers = false;

    awaitCommand(QmpCommand.MigrateCancel.class);
    assertThat(migration.await(LONG).orElseThrow())
        .isInstanceOfSatisfying(
            MigrationPhase.Failed.class,
            failed -> assertThat(failed.cause()).contains("no byte moved"));
  }
}
