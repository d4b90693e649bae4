package dev.drover.lab.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.lab.TestSupport;
import dev.drover.lab.file.Workload;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GuestImageTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @TempDir Path directory;

  @Test
  void build_twice_givesTheSameImageFromTheCache() throws IOException {
    TestSupport.needsRoot();
    GuestImage first = new GuestImageBuilder(directory).build();
    Object made = Files.getLastModifiedTime(first.initrd());

    GuestImage second = new GuestImageBuilder(directory).build();

    assertThat(second).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(second.initrd())).isEqualTo(made);
    assertThat(Files.size(second.initrd())).isBetween(2L << 20, 12L << 20);
  }

  @Test
  void guestProgram_writesInEveryWayOfALabFile() throws Exception {
    TestSupport.needsRoot();
    GuestImage image = new GuestImageBuilder(GuestImageBuilder.defaultCache()).build();
    Path program = image.initrd().resolveSibling("drover-guest");
    for (Workload.Writes writes : Workload.Writes.values()) {
      Process writer = writer(program, writes.toString());
      boolean ended = writer.waitFor(Duration.ofMillis(200));
      writer.destroyForcibly();
      assertThat(ended).as("%s", writes).isFalse();
    }

    Process refused = writer(program, "hourly");
    assertThat(refused.waitFor(Duration.ofSeconds(10))).isTrue();
    assertThat(refused.exitValue()).isEqualTo(2);
  }

  @Test
  void guestProgram_diskThatLosesAWrite_isFoundOut() throws Exception {
    TestSupport.needsRoot();
    GuestImage image = new GuestImageBuilder(GuestImageBuilder.defaultCache()).build();
    Path program = image.initrd().resolveSibling("drover-guest");
    Path disk = directory.resolve("disk");
    int port = freePort();
    Process writer =
        new ProcessBuilder(program.toString(), "disk", disk.toString(), "8192", "65536", "" + port)
            .start();
    try {
      String whole = "";
      while (!whole.matches("OK [0-9]+ 16\n")) {
        whole = ask(port, "CHECK\n");
        assertThat(whole).matches("OK [0-9]+ [0-9]+\n");
      }
      // Its next sixteen writes put all right again: the question must come before.
      String torn = "";
      for (int attempt = 0; attempt < 50 && !torn.startsWith("BAD"); attempt++) {
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
          for (int block = 0; block < 16; block++) {
            file.seek(8192 + 4096 * block + 1000);
            file.write(7);
          }
        }
        torn = ask(port, "CHECK\n");
      }
      assertThat(torn).matches("BAD [0-9]+\n");
    } finally {
      writer.destroyForcibly();
    }
  }

  private static Process writer(Path program, String writes) throws IOException {
    return new ProcessBuilder(program.toString(), "writer", "1048576", "1048576", writes).start();
  }

  @Test
  void guest_booted_servesAndVerifiesItsPattern() throws Exception {
    TestSupport.needsRoot();
    GuestImage image = new GuestImageBuilder(GuestImageBuilder.defaultCache()).build();
    int pattern = freePort();
    int memcached = freePort();
    Process qemu = boot(image, pattern, memcached);
    try {
      String first = ask(pattern, "CHECK\n");
      Thread.sleep(Duration.ofSeconds(1));
      String second = ask(pattern, "CHECK\n");
      assertThat(first).matches("OK [0-9]+ 2048\n");
      assertThat(second).matches("OK [0-9]+ 2048\n");
      assertThat(generation(second)).isGreaterThan(generation(first));
      assertThat(ask(memcached, "version\r\n")).startsWith("VERSION");
      assertThat(Files.readString(directory.resolve("console")))
          .contains("drover guest test is up");
    } finally {
      qemu.destroyForcibly().waitFor();
    }
  }

  private Process boot(GuestImage image, int pattern, int memcached) throws IOException {
    String forwards =
        "user,id=n,hostfwd=tcp:127.0.0.1:%d-:%d,hostfwd=tcp:127.0.0.1:%d-:%d"
            .formatted(pattern, GuestPorts.PATTERN, memcached, GuestPorts.MEMCACHED);
    String arguments =
        "console=ttyS0 quiet ipv6.disable=1 drover.ip=10.0.2.15/24 drover.name=test"
            + " drover.pattern=8388608 drover.workload=writer drover.dirty=4194304 drover.wss=16777216";
    return new ProcessBuilder(
            List.of(
                "qemu-system-x86_64",
                "-accel",
                "tcg,tb-size=64",
                "-m",
                "256",
                "-nodefaults",
                "-no-user-config",
                "-display",
                "none",
                "-kernel",
                image.kernel().toString(),
                "-initrd",
                image.initrd().toString(),
                "-append",
                arguments,
                "-netdev",
                forwards,
                "-device",
                "virtio-net-pci,netdev=n,romfile=",
                "-serial",
                "file:" + directory.resolve("console")))
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("qemu.log").toFile())
        .start();
  }

  private static String ask(int port, String question) throws Exception {
    for (int attempt = 0; ; attempt++) {
      try (Socket socket = new Socket(LOOPBACK, port)) {
        socket.setSoTimeout(5000);
        socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
        byte[] answer = new byte[200];
        int size = socket.getInputStream().read(answer);
        if (size > 0) {
          return new String(answer, 0, size, StandardCharsets.US_ASCII);
        }
      } catch (IOException e) {
        // QEMU's user network accepts before the guest does.
      }
      if (attempt == 300) {
        return "";
      }
      Thread.sleep(Duration.ofMillis(200));
    }
  }

  private static long generation(String answer) {
    return Long.parseLong(answer.split(" ", -1)[1]);
  }

  private static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
      return socket.getLocalPort();
    }
  }
}
