package dev.drover.hypervisor.qmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.hypervisor.qmp.QmpException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class QmpClientTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(100);

  @TempDir Path directory;
  private FakeQmp qemu;
  private QmpClient client;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @BeforeEach
  void connect() throws Exception {
    qemu = new FakeQmp(directory);
    client = QmpClient.connect(qemu.path, LONG);
  }

  @AfterEach
  void end() throws Exception {
    client.close();
    qemu.close();
    threads.shutdownNow();
  }

  private Future<RunStatus> askedInBackground() {
    return threads.submit(() -> client.execute(new QmpCommand.QueryStatus(), LONG));
  }

  private static QmpException failure(Future<?> future) throws InterruptedException {
    ExecutionException e = catchThrowableOfType(ExecutionException.class, future::get);
    if (e.getCause() instanceof QmpException cause) {
      return cause;
    }
    throw new AssertionError("not a QmpException", e);
  }

  private static String status(String name) {
    return "{\"status\": \"" + name + "\", \"singlestep\": false, \"running\": true}";
  }

  @Test
  void connect_greeting_tellsVersion() {
    assertThat(client.version()).isEqualTo(new QmpVersion(7, 2, 22, "Debian 1:7.2"));
    assertThat(client.version()).hasToString("7.2.22 (Debian 1:7.2)");
  }

  @Test
  void execute_repliesOutOfOrder_reachTheirOwnCaller() throws Exception {
    Future<RunStatus> first = askedInBackground();
    QmpRequest one = qemu.request();
    Future<RunStatus> second = askedInBackground();
    QmpRequest two = qemu.request();
    qemu.succeed(two.id(), status("paused"));
    qemu.succeed(one.id(), status("running"));
    assertThat(first.get().status()).isEqualTo("running");
    assertThat(second.get().status()).isEqualTo("paused");
  }

  @Test
  void execute_refused_keepsQemusErrorClass() throws Exception {
    Future<RunStatus> asked = askedInBackground();
    long id = qemu.request().id();
    qemu.say(
        "{\"id\": "
            + id
            + ", \"error\": {\"class\": \"CommandNotFound\", \"desc\": \"no such thing\"}}\r\n");
    QmpException e = failure(asked);
    assertThat(e.kind()).isEqualTo(Kind.REFUSED);
    assertThat(e.errorClass()).isEqualTo("CommandNotFound");
    assertThat(e).hasMessage("query-status: no such thing");
  }

  @Test
  void execute_noAnswer_timesOutAndTheLateAnswerHarmsNobody() throws Exception {
    QmpException e =
        catchThrowableOfType(
            QmpException.class, () -> client.execute(new QmpCommand.QueryStatus(), SHORT));
    assertThat(e.kind()).isEqualTo(Kind.TIMEOUT);
    qemu.succeed(qemu.request().id(), status("running"));
    Future<RunStatus> next = askedInBackground();
    qemu.succeed(qemu.request().id(), status("paused"));
    assertThat(next.get().status()).isEqualTo("paused");
  }

  @Test
  void execute_outOfBandCommand_isSentSo() throws Exception {
    threads.execute(() -> client.execute(new QmpCommand.MigratePause(), SHORT));
    assertThat(qemu.request().overtaking()).isTrue();
    threads.execute(() -> client.execute(new QmpCommand.Cont(), SHORT));
    assertThat(qemu.request().overtaking()).isFalse();
  }

  @Test
  void execute_answerOfTheWrongShape_isMalformed() throws Exception {
    Future<RunStatus> asked = askedInBackground();
    qemu.succeed(qemu.request().id(), "{\"status\": 7}");
    assertThat(failure(asked).kind()).isEqualTo(Kind.MALFORMED);
    assertThat(client.open()).isTrue();
  }

  @Test
  void malformedLine_commandsUnderWay_allFailAndConnectionEnds() throws Exception {
    Future<RunStatus> first = askedInBackground();
    Future<RunStatus> second = askedInBackground();
    Mailbox mailbox = client.subscribe();
    qemu.request();
    qemu.request();
    qemu.say("{\"return\": {}, \"id\"\r\n");
    assertThat(failure(first).kind()).isEqualTo(Kind.MALFORMED);
    assertThat(failure(second).kind()).isEqualTo(Kind.MALFORMED);
    assertThat(mailbox.next(LONG).orElseThrow()).isInstanceOf(Mailbox.Item.Disconnected.class);
    assertThat(client.open()).isFalse();
    assertThat(
            catchThrowableOfType(
                    QmpException.class, () -> client.execute(new QmpCommand.Cont(), LONG))
                .kind())
        .isEqualTo(Kind.MALFORMED);
  }

  @Test
  void disconnect_commandsUnderWay_allFail() throws Exception {
    Future<RunStatus> asked = askedInBackground();
    qemu.request();
    qemu.hangUp();
    assertThat(failure(asked).kind()).isEqualTo(Kind.DISCONNECTED);
    assertThat(client.subscribe().next(LONG).orElseThrow())
        .isInstanceOf(Mailbox.Item.Disconnected.class);
  }

  @Test
  void endlessLine_isCutOffWithItsOwnError() throws Exception {
    Future<RunStatus> asked = askedInBackground();
    qemu.request();
    String chunk = "x".repeat(1 << 20);
    Future<?> flood =
        threads.submit(() -> {
          for (int i = 0; i < 20; i++) {
            qemu.say(chunk);
          }
          return 0;
        });
    assertThat(failure(asked).kind()).isEqualTo(Kind.LINE_TOO_LONG);
    assertThat(catchThrowableOfType(ExecutionException.class, flood::get))
        .hasMessageContaining("pipe");
  }

  @Test
  void listenerThatNeverLooks_delaysNobodyAndLosesNoStatus() throws Exception {
    Mailbox lazy = client.subscribe();
    StringBuilder flood = new StringBuilder();
    for (int i = 1; i <= Mailbox.CAPACITY * 2; i++) {
      flood.append(
          "{\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, \"event\": \"MIGRATION_PASS\","
              + " \"data\": {\"pass\": "
              + i
              + "}}\r\n");
      if (i % 1000 == 0) {
        flood.append(
            "{\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, \"event\": \"MIGRATION\","
                + " \"data\": {\"status\": \"s"
                + i
                + "\"}}\r\n");
      }
    }
    qemu.say(flood.toString());
    Future<RunStatus> asked = askedInBackground();
    qemu.succeed(qemu.request().id(), status("running"));
    assertThat(asked.get().running()).isTrue();

    List<String> statuses = new ArrayList<>();
    int items = 0;
    for (var item = lazy.next(SHORT); item.isPresent(); item = lazy.next(SHORT)) {
      items++;
      if (item.get() instanceof Mailbox.Item.Event(QmpEvent.Migration(String status), _)) {
        statuses.add(status);
      }
    }
    assertThat(statuses)
        .containsExactly("s1000", "s2000", "s3000", "s4000", "s5000", "s6000", "s7000", "s8000");
    assertThat(items + lazy.dropped()).isEqualTo(Mailbox.CAPACITY * 2L + 8);
    assertThat(items).isLessThanOrEqualTo(Mailbox.CAPACITY + 8);
  }

  @Test
  void mailbox_eventsAndReplies_keepQemusOrder() throws Exception {
    Mailbox mailbox = client.subscribe();
    long id = mailbox.send(new QmpCommand.QueryMigrate());
    assertThat(qemu.request().command()).isEqualTo(new QmpCommand.QueryMigrate());
    String stop = "{\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, \"event\": \"STOP\"}\r\n";
    qemu.say(stop + "{\"return\": {}, \"id\": " + id + "}\r\n" + stop.replace("STOP", "RESUME"));
    Instant at = Instant.ofEpochSecond(1, 2_000);
    assertThat(mailbox.next(LONG)).contains(new Mailbox.Item.Event(new QmpEvent.Stop(), at));
    assertThat(mailbox.next(LONG).orElseThrow()).isInstanceOf(Mailbox.Item.Reply.class);
    assertThat(mailbox.next(LONG)).contains(new Mailbox.Item.Event(new QmpEvent.Resume(), at));
    mailbox.nudge();
    assertThat(mailbox.next(LONG)).isEmpty();
  }

  @Test
  void tooManyOpenCommands_areRefusedAtOnce() throws Exception {
    Mailbox mailbox = client.subscribe();
    for (int i = 0; i < QmpClient.MAX_OPEN; i++) {
      mailbox.send(new QmpCommand.QueryMigrate());
    }
    long id = mailbox.send(new QmpCommand.QueryMigrate());
    assertThat(mailbox.next(LONG).orElseThrow())
        .isInstanceOfSatisfying(
            Mailbox.Item.Failure.class,
            failure -> {
              assertThat(failure.id()).isEqualTo(id);
              assertThat(failure.cause().kind()).isEqualTo(Kind.TIMEOUT);
            });
  }

  @Test
  void connect_noGreeting_timesOut() throws Exception {
    Path silent = directory.resolve("silent");
    assertThat(silent.toFile().mkdir()).isTrue();
    try (FakeQmp server = new FakeQmp(silent, "")) {
      assertThat(
              catchThrowableOfType(QmpException.class, () -> QmpClient.connect(server.path, SHORT))
                  .kind())
          .isEqualTo(Kind.TIMEOUT);
    }
  }

  @Test
  void connect_noSocket_saysWhere() {
    assertThat(
            catchThrowableOfType(
                QmpException.class,
                () -> QmpClient.connect(directory.resolve("absent.sock"), SHORT)))
        .hasMessageContaining("absent.sock");
  }
}
