package dev.drover.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.lab.LabStatus.SwitchState;
import dev.drover.lab.fabric.OpenSwitch;
import dev.drover.lab.file.LabFile;
import dev.drover.lab.net.Addresses;
import dev.drover.lab.system.Commands;
import dev.drover.lab.system.Java;
import dev.drover.lab.system.LabException;
import dev.drover.lab.system.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The paper's fat tree out of real switches under the real controller, without guests. */
final class FabricLabTest {
  private static final String NAME = "tf" + ProcessHandle.current().pid() % 1000000;
  private static final String TEXT =
      """
      name: %s
      sdn: {routing: d-r, tls: true}
      topology: {kind: fat-tree, rate: 20Mbit/s, buffer: 64KiB}
      """
          .formatted(NAME);
  private static final Path LAB = Path.of("/run/drover/labs", NAME);

  @TempDir Path base;

  @BeforeEach
  void needsOpenVswitch() {
    TestSupport.needsOpenVswitch();
  }

  @AfterEach
  void removeAll() {
    Lab.find(NAME).ifPresent(Lab::down);
  }

  @Test
  void fabric_linksCutAndThingsKilled_goesOnWhereThereIsAWayAndLeavesNothing() throws Exception {
    Lab lab = Lab.up(LabFile.parse(TEXT, "test"), step -> {});
    Addresses addresses = new Addresses(lab.file());

    await(() -> lab.status().well(), "every switch to be connected");
    assertThat(lab.status().fabric().orElseThrow().switches())
        .extracting(SwitchState::datapath)
        .containsExactly(1, 2, 3, 4, 5);
    assertThat(output(lab, "s4", "ovs-ofctl", "show", "br0")).contains("dpid:0000000000000004");
    assertThat(output(lab, "s5", "ovs-vsctl", "list-ports", "br0")).contains("p-h6", "p-s1");
    TestSupport.assertCarries(20 * 0.85, 20, () -> TestSupport.transfer(addresses, "h4", "h1"));

    // Two of three ways are gone; whichever it was on, the pair has the third.
    lab.link("s1", "s4").down();
    lab.link("s4", "s2").down();
    await(() -> reaches(lab, "h4", addresses.data("h1")), "the way over s3");

    OpenSwitch third = lab.openSwitch("s3");
    third.kill();
    assertThat(reaches(lab, "h4", addresses.data("h1"))).as("no way at all").isFalse();
    assertThat(lab.status().well()).isFalse();
    lab.link("s1", "s4").up();
    await(() -> reaches(lab, "h4", addresses.data("h1")), "the way over s1");
    third.start();
    await(() -> lab.status().well(), "the switch to come back");

    // One that is stopped makes no flows: those there are carry the pings, until they are idle.
    ProcessHandle controller = lab.controller().orElseThrow();
    await(() -> reaches(lab, "h4", addresses.data("h1")), "a fresh flow");
    Commands.plain().run("kill", "-STOP", Long.toString(controller.pid()));
    await(() -> reaches(lab, "h4", addresses.data("h1")), "flows without a controller");
    controller.destroyForcibly();
    await(
        () -> lab.controller().filter(next -> next.pid() != controller.pid()).isPresent(),
        "a new controller");
    await(() -> lab.status().well(), "the switches to come back");

    assertThatThrownBy(() -> lab.link("h1", "h2"))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("no link between 'h1' and 'h2'");
    assertThatThrownBy(() -> lab.openSwitch("s9"))
        .isInstanceOf(LabException.class)
        .hasMessageEndingWith("has no Open vSwitch 's9'; it has s1, s2, s3, s4, s5");

    lab.down();

    assertNothingLeft();
  }

  @Test
  void down_afterUpWasKilledWhileSwitchesStart_leavesNothing() throws Exception {
    Path file = Files.writeString(base.resolve("lab.yaml"), TEXT);
    Process up = new ProcessBuilder(Java.line(UpMain.class, file.toString())).start();
    try (var lines = up.inputReader()) {
      assertThat(lines.readLine()).startsWith("network of 6 hosts");
      while (Processes.in(List.of("drover-" + NAME + "-s5")).isEmpty()) {
        Thread.sleep(Duration.ofMillis(5));
      }
      up.destroyForcibly().waitFor();
    }

    Lab.down(NAME);

    assertNothingLeft();
  }

  private static void assertNothingLeft() throws IOException {
    assertThat(TestSupport.namespaces("drover-" + NAME + "-")).isEmpty();
    assertThat(LAB).doesNotExist();
    assertThat(Processes.marked(LAB)).isEmpty();
  }

  private static boolean reaches(Lab lab, String from, String address) {
    // The exit code says it too, but a lost reply is no failure of the command.
    return output(lab, from, "sh", "-c", "fping -q -c 1 -t 1000 " + address + " 2>&1 || true")
        .contains("1/1/0%");
  }

  private static String output(Lab lab, String node, String... command) {
    return Commands.plain().run(lab.entering(node, List.of(command)), "");
  }

  private static String log() {
    try {
      return Files.readString(LAB.resolve("sdn.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The machine may be busy with other things: how long something takes is not tested here. */
  private static void await(BooleanSupplier condition, String what) {
    long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as(() -> "waiting for " + what + "; the controller says:\n" + log())
          .isLessThan(deadline);
      try {
        Thread.sleep(Duration.ofMillis(50));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
