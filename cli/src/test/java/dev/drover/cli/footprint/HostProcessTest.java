package dev.drover.cli.footprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostProcessTest {
  private static final double WORK = 0.2;

  @TempDir private Path folder = Path.of("");

  private final HostProcess self = new HostProcess(ProcessHandle.current().pid());

  @Test
  void seconds_ofAThreadThatWorks_areSomeOfTheProcess() throws Exception {
    double process = self.seconds();
    CountDownLatch over = new CountDownLatch(1);
    Thread worker =
        Thread.ofPlatform()
            .daemon()
            .name("busy-test")
            .start(() -> {
              while (over.getCount() > 0) {
                Thread.onSpinWait();
              }
            });
    try {
      while (self.seconds("busy-test") < WORK) {
        Thread.sleep(10);
      }
      // The process's own are told in hundredths.
      assertThat(self.seconds() - process).isGreaterThan(WORK - 0.03);
      assertThat(self.seconds("no-such-thread")).isZero();
    } finally {
      over.countDown();
      worker.join();
    }
  }

  /** Another one: a JVM that asks itself stops before it has read the answer. */
  @Test
  void memory_ofAJavaProcess_isThere() throws Exception {
    Path program = folder.resolve("Holder.java");
    Files.writeString(
        program,
        """
        void main() throws Exception {
          long[] kept = new long[1 << 18];
          System.out.println("there");
          System.in.read();
          System.out.println(kept.length);
        }
        """);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process = new ProcessBuilder(java.toString(), program.toString()).start();
    try {
      assertThat(process.inputReader().readLine()).isEqualTo("there");
      HostProcess other = new HostProcess(process.pid());
      LiveHeap heap = other.collect();
      assertThat(heap.numbers()).isGreaterThanOrEqualTo(8L << 18);
      assertThat(heap.bytes()).isGreaterThan(heap.numbers());
      assertThat(other.resident()).isGreaterThan(heap.bytes());
    } finally {
      process.destroy();
    }
  }
}
