package dev.drover.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.hypervisor.MigrationRequest;
import dev.drover.hypervisor.Vm;
import dev.drover.hypervisor.VmLaunch;
import dev.drover.hypervisor.VmState;
import dev.drover.model.Technique;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Real VMs on the loopback interface, all ended when it is closed, or when the JVM is. */
final class TestLab implements AutoCloseable {
  static final Bytes MEMORY = Bytes.ofMebibytes(96);
  static final String LOOPBACK = "127.0.0.1";

  final QemuHypervisor hypervisor = TestGuest.hypervisor();
  private final Path directory;
  private final Path kernel = TestGuest.kernel();
  private final Path initrd;
  private final List<Vm> vms = new CopyOnWriteArrayList<>();
  private final Thread atExit = new Thread(this::killAll);
  private int launched;

  TestLab() throws IOException, InterruptedException {
    directory = Files.createTempDirectory("drover-test");
    initrd = TestGuest.initrd(directory);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Starts a VM and waits until its guest counts. */
  Vm booted() {
    return booted(Optional.empty());
  }

  /** The same with a disk. */
  Vm booted(Optional<Path> disk) {
    Vm vm = launch(false, disk);
    await(Duration.ofSeconds(60), "the guest to boot", () -> ticks(vm) > 0);
    return vm;
  }

  Vm receiving() {
    return receiving(Optional.empty());
  }

  Vm receiving(Optional<Path> disk) {
    return launch(true, disk);
  }

  /** {@return an image of that size that begins with {@code content}} */
  Path image(String name, Bytes size, byte[] content) throws IOException {
    Path image = directory.resolve(name);
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.write(content);
      file.setLength(size.count());
    }
    return image;
  }

  private Vm launch(boolean incoming, Optional<Path> disk) {
    Path place = directory.resolve("vm" + launched++);
    Vm vm =
        hypervisor.launch(
            new VmLaunch(
                "guest", place, MEMORY, 1, kernel, initrd, List.of(), "", "", false, incoming,
                "tcg", disk));
    vms.add(vm);
    return vm;
  }

  /** Lets go of a VM and finds it again, as a new agent process would. */
  Vm readopted(Vm vm) {
    vm.close();
    Vm again = hypervisor.adopt("guest", place(vm)).orElseThrow();
    vms.add(again);
    return again;
  }

  Path place(Vm vm) {
    String text = vm.toString();
    return Path.of(text.substring(text.indexOf("/"), text.length() - 1));
  }

  /** {@return how far the guest has counted on this VM's console} */
  int ticks(Vm vm) {
    try {
      String log = Files.readString(new VmDirectory(place(vm)).consoleLog());
      int at = log.lastIndexOf("tick ");
      int end = at < 0 ? -1 : log.indexOf('\r', at);
      if (end < 0 && at > 0) {
        at = log.lastIndexOf("tick ", at - 1);
        end = at < 0 ? -1 : log.indexOf('\r', at);
      }
      return end < 0 ? 0 : Integer.parseInt(log.substring(at + 5, end));
    } catch (IOException e) {
      return 0;
    }
  }

  /** Fails unless the guest goes on counting on this VM. */
  void assertCounting(Vm vm) {
    int now = ticks(vm);
    await(Duration.ofSeconds(20), "the guest to go on on " + vm, () -> ticks(vm) > now + 2);
  }

  /**
   * {@return the state that a VM tells} A QEMU that is busy may not answer in the time that {@link
   * Vm#state} has; that is no answer yet.
   */
  static VmState state(Vm vm) {
    AtomicReference<VmState> told = new AtomicReference<>(VmState.UNKNOWN);
    await(
        Duration.ofSeconds(40),
        "the state of " + vm,
        () -> {
          told.set(vm.state());
          return told.get() != VmState.UNKNOWN;
        });
    return told.get();
  }

  static MigrationRequest request(int port, Technique technique, Optional<BitRate> rate) {
    return new MigrationRequest(
        LOOPBACK,
        port,
        technique,
        rate,
        Duration.ofMillis(300),
        Duration.ofSeconds(30),
        1,
        Optional.empty());
  }

  static void await(Duration timeout, String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting for %s", what).isLessThan(deadline);
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void killAll() {
    vms.forEach(Vm::kill);
  }

  @Override
  public void close() throws IOException {
    Runtime.getRuntime().removeShutdownHook(atExit);
    killAll();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
