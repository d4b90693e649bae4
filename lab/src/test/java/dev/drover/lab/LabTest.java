package dev.drover.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.lab.LabStatus.VmState;
import dev.drover.lab.file.LabFile;
import dev.drover.lab.image.GuestPorts;
import dev.drover.lab.net.Addresses;
import dev.drover.lab.observe.Observations;
import dev.drover.lab.system.Commands;
import dev.drover.lab.system.Java;
import dev.drover.lab.system.LabException;
import dev.drover.lab.system.Processes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole labs, with real agents and guests. */
final class LabTest {
  private static final String PREFIX = "t" + ProcessHandle.current().pid() % 1000000;
  private static final String ONE = PREFIX + "-1";
  private static final String TWO = PREFIX + "-2";

  /** 50 requests a second of 4 KiB, set or got, with 40 bytes of protocol. */
  private static final double SHOP_MEGABITS = 50 * (4096 + 40) * 8 / 1e6;

  @TempDir Path directory;

  @BeforeEach
  void needsRoot() {
    TestSupport.needsRoot();
  }

  @AfterEach
  void removeAll() {
    Lab.list().stream().filter(lab -> lab.name().startsWith(PREFIX)).forEach(Lab::down);
  }

  @Test
  void up_twoLabsSideBySide_bothWorkAndDownRemovesOnlyItsOwn() throws Exception {
    Lab one;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Lab> first = threads.submit(() -> Lab.up(file(ONE), step -> {}));
      Future<Lab> second = threads.submit(() -> Lab.up(file(TWO), step -> {}));
      one = first.get();
      second.get();
    }
    awaitWell(one);
    assertThat(one.status().vms()).extracting(VmState::hosts).containsOnly(List.of("h1"));
    assertThat(one.status().fabric()).isEmpty();
    assertThat(one.consoleSocket("web")).exists();
    assertThatThrownBy(() -> Lab.up(file(ONE), step -> {}))
        .isInstanceOf(LabException.class)
        .hasMessage("lab '" + ONE + "' exists already; take it down first: drover lab down " + ONE);

    measuresWhatTheFileSays(one);
    assertThat(check(one, "web")).matches("OK [0-9]+ 1024\n");
    one.resetVms(step -> {});
    awaitWell(one);

    Files.writeString(
        new LabDirectory(one.directory()).labFile(), "unheardOf: 1\n", StandardOpenOption.APPEND);
    assertThat(Lab.list()).extracting(Lab::name).contains(TWO).doesNotContain(ONE);
    assertThat(Lab.unreadable()).contains(ONE).doesNotContain(TWO);

    Lab.down(ONE);

    assertNothingLeft(ONE, one.directory());
    Lab two = Lab.find(TWO).orElseThrow();
    long now = System.currentTimeMillis();
    await(
        () -> two.observations().lastReplyMs("web").orElse(0L) > now,
        "a reply of the lab that stays");
    assertThat(check(two, "shop")).startsWith("OK ");
    two.down();
    assertNothingLeft(TWO, two.directory());
  }

  /** A lab comes up in about ten seconds: these fall into network, agents, observers and guests. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5})
  void down_afterUpWasKilled_leavesNothing(int steps) throws Exception {
    Path file = Files.writeString(directory.resolve("lab.yaml"), text(ONE));
    Process up = startUp(file);
    try (var lines = up.inputReader()) {
      while (!Files.exists(Path.of("/run/drover/labs", ONE, "ledger"))) {
        Thread.onSpinWait();
      }
      for (int step = 0; step < steps; step++) {
        assertThat(lines.readLine()).as(errors()).isNotNull();
      }
      up.destroyForcibly().waitFor();
    }

    Lab.down(ONE);

    assertNothingLeft(ONE, Path.of("/run/drover/labs", ONE));
  }

  @Test
  void up_askedToEnd_removesWhatItMade() throws Exception {
    Path file = Files.writeString(directory.resolve("lab.yaml"), text(ONE));
    Process up = startUp(file);
    try (var lines = up.inputReader()) {
      assertThat(lines.readLine()).as(errors()).isNotNull();
      assertThat(lines.readLine()).as(errors()).isNotNull();
      up.destroy();
      up.waitFor();
    }

    assertNothingLeft(ONE, Path.of("/run/drover/labs", ONE));
  }

  @Test
  void up_failsHalfWay_removesWhatItMade() throws Exception {
    String foreign = "drover-" + ONE + "-h1";
    Commands.plain().run("ip", "netns", "add", foreign);
    try {
      assertThatThrownBy(() -> Lab.up(file(ONE), step -> {}))
          .isInstanceOf(LabException.class)
          .hasMessageContaining(foreign + " exists and is not of this lab");

      assertThat(TestSupport.namespaces("drover-" + ONE + "-")).containsExactly(foreign);
      assertThat(Path.of("/run/drover/labs", ONE)).doesNotExist();
    } finally {
      Commands.plain().run("ip", "netns", "del", foreign);
    }
  }

  @Test
  void down_labNeverMade_saysSoInOneLine() {
    assertThatThrownBy(() -> Lab.down("never-made"))
        .isInstanceOf(LabException.class)
        .hasMessageStartingWith("there is no lab 'never-made'; ");
    assertThatThrownBy(() -> Lab.down("../etc")).hasMessageStartingWith("there is no lab");
  }

  /**
   * Goodput within a tenth of what was asked for, probes and requests answered, and no connection
   * lost. A machine that is busy with other things gets ten chances of three seconds. Nothing but
   * its workload may have had a connection with {@code web} until now: the meter may still see one
   * that has just been closed, and count its end later.
   */
  private static void measuresWhatTheFileSays(Lab lab) throws InterruptedException {
    await(
        () -> lab.observations().connectionsOpen("web", System.currentTimeMillis() - 1000) == 2,
        "both connections of iperf3, its own and the one that carries data");
    long start = System.currentTimeMillis();
    Measured measured = Measured.now(lab.observations());
    for (int chance = 0; chance < 10 && !measured.asTheFileSays(); chance++) {
      Thread.sleep(Duration.ofSeconds(3));
      measured = Measured.now(lab.observations());
    }
    assertThat(measured).matches(Measured::asTheFileSays, "as the file says");
    assertThat(lab.observations().connectionsLost("web", start, System.currentTimeMillis()))
        .isZero();
  }

  /** What was observed in the last seconds; goodput in Mbit/s. */
  private record Measured(double web, double shop, long replies, Duration gap, long answered) {
    static Measured now(Observations observations) {
      long now = System.currentTimeMillis();
      return new Measured(
          observations.meanGoodput("web", now - 2500, now - 200).bitsPerSecond() / 1e6,
          observations.meanGoodput("shop", now - 2500, now - 200).bitsPerSecond() / 1e6,
          observations.probeReplies("web", now - 2000, now),
          observations.longestProbeGap("web", now - 2000, now),
          observations
              .latency("shop", now - 3000, now)
              .map(latency -> latency.answered())
              .orElse(0L));
    }

    boolean asTheFileSays() {
      return near(web, 10)
          && near(shop, SHOP_MEGABITS)
          && replies > 150
          && gap.compareTo(Duration.ofSeconds(1)) < 0
          && answered > 50;
    }

    private static boolean near(double measured, double wanted) {
      return Math.abs(measured - wanted) < wanted / 10;
    }
  }

  /** One moment at which all that should run does and every VM has just answered. */
  private static void awaitWell(Lab lab) {
    await(() -> lab.status().well(), "every VM to answer");
  }

  /** The machine may be busy with other things: how long something takes is not tested here. */
  private static void await(BooleanSupplier condition, String what) {
    long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(deadline);
      try {
        Thread.sleep(Duration.ofMillis(50));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void assertNothingLeft(String name, Path lab) throws IOException {
    assertThat(TestSupport.namespaces("drover-" + name + "-")).isEmpty();
    assertThat(lab).doesNotExist();
    assertThat(Processes.marked(lab)).isEmpty();
    List<Long> mentioning =
        ProcessHandle.allProcesses()
            .map(ProcessHandle::pid)
            .filter(pid ->
                Processes.commandLine(pid).stream()
                    .anyMatch(word -> word.startsWith(lab + File.separator)))
            .toList();
    assertThat(mentioning).isEmpty();
  }

  /**
   * Asks the guest, from its client, whether its memory is what it should be. The guest waits for
   * two seconds to be asked: the question is there before it is called.
   */
  private String check(Lab lab, String vm) throws IOException {
    Addresses addresses = new Addresses(lab.file());
    Path question = Files.writeString(directory.resolve("question"), "CHECK\n");
    String nc = "exec busybox nc -w 20 " + addresses.vm(vm) + " " + GuestPorts.PATTERN;
    return Commands.plain()
        .run(
            Commands.in(addresses.namespace("c1"), List.of("sh", "-c", nc + " < " + question)), "");
  }

  private Process startUp(Path file) throws IOException {
    return new ProcessBuilder(Java.line(UpMain.class, file.toString()))
        .redirectError(directory.resolve("errors").toFile())
        .start();
  }

  private String errors() throws IOException {
    return Files.readString(directory.resolve("errors"));
  }

  private static LabFile file(String name) {
    return LabFile.parse(text(name), "test");
  }

  private static String text(String name) {
    return """
    name: %s
    switches: [s1]
    hosts: [{name: h1, memory: 1GiB}, {name: h2, memory: 1GiB}]
    clients: [{name: c1}]
    links:
      - {ends: [h1, s1], rate: 100Mbit/s}
      - {ends: [h2, s1], rate: 100Mbit/s}
      - {ends: [c1, s1], rate: 1Gbit/s}
    vms:
      - name: web
        host: h1
        memory: 192MiB
        pattern: 4MiB
        workload: {kind: outgoing, rate: 10Mbit/s}
      - name: shop
        host: h1
        memory: 192MiB
        pattern: 4MiB
        workload: {kind: request-response, requests: 50, valueSize: 4KiB}
    """
        .formatted(name);
  }
}
