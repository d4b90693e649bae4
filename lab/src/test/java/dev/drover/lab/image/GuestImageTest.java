package dev.drover.lab.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.lab.TestSupport;
import dev.drover.lab.calculation.Answer;
import dev.drover.lab.calculation.Question;
import dev.drover.lab.file.Workload;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("labs' guests run before its own, which have the priority of tests")
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
        whole = ask(writer, port, "CHECK\n");
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
        torn = ask(writer, port, "CHECK\n");
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
    Process qemu =
        boot(
            image,
            "256",
            "hostfwd=tcp:127.0.0.1:%d-:%d,hostfwd=tcp:127.0.0.1:%d-:%d"
                .formatted(pattern, GuestPorts.PATTERN, memcached, GuestPorts.MEMCACHED),
            "drover.pattern=8388608 drover.workload=writer drover.dirty=4194304"
                + " drover.wss=16777216");
    try {
      String first = ask(qemu, pattern, "CHECK\n");
      Thread.sleep(Duration.ofSeconds(1));
      String second = ask(qemu, pattern, "CHECK\n");
      assertThat(first).matches("OK [0-9]+ 2048\n");
      assertThat(second).matches("OK [0-9]+ 2048\n");
      assertThat(generation(second)).isGreaterThan(generation(first));
      assertThat(ask(qemu, memcached, "version\r\n")).startsWith("VERSION");
      assertThat(consoleWith("drover guest test is up")).contains("drover guest test is up");
    } finally {
      qemu.destroyForcibly().waitFor();
    }
  }

  private Process boot(GuestImage image, String megabytes, String forwards, String words)
      throws IOException {
    String arguments =
        "console=ttyS0 quiet ipv6.disable=1 drover.ip=10.0.2.15/24 drover.name=test " + words;
    return new ProcessBuilder(
            List.of(
                "qemu-system-x86_64",
                "-accel",
                "tcg,tb-size=64",
                "-m",
                megabytes,
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
                "user,id=n," + forwards,
                "-device",
                "virtio-net-pci,netdev=n,romfile=",
                "-serial",
                "file:" + directory.resolve("console")))
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("qemu.log").toFile())
        .start();
  }

  /** Until there is an answer: what is asked may still be starting. */
  private String ask(Process asked, int port, String question) throws Exception {
    for (int attempt = 0; attempt < 300; attempt++) {
      if (!asked.isAlive()) {
        throw new AssertionError("it has ended, code " + asked.exitValue() + ":\n" + said());
      }
      try (Socket socket = new Socket(LOOPBACK, port)) {
        socket.setSoTimeout(5000);
        socket.getOutputStream().write(question.getBytes(StandardCharsets.ISO_8859_1));
        byte[] answer = new byte[200];
        int size = socket.getInputStream().read(answer);
        if (size > 0) {
          return new String(answer, 0, size, StandardCharsets.ISO_8859_1);
        }
      } catch (IOException e) {
        // QEMU's user network accepts before the guest does.
      }
      Thread.sleep(Duration.ofMillis(200));
    }
    throw new AssertionError("no answer at port " + port + ":\n" + said());
  }

  /** {@return what QEMU and its guest have said} */
  private String said() throws IOException {
    StringBuilder said = new StringBuilder();
    for (String name : List.of("qemu.log", "console")) {
      Path file = directory.resolve(name);
      said.append(Files.exists(file) ? Files.readString(file) : "");
    }
    return said.toString();
  }

  @Test
  void layers_joined_areOneFileSystemThatOnlyItsOwnerReads() throws Exception {
    Path lower = directory.resolve("lower");
    Layer.pack(lower, Map.of("a/b/c", bytes("lower"), "a/kept", bytes("kept")));
    Path upper = directory.resolve("upper");
    Layer.pack(upper, Map.of("a/b/c", bytes("upper")));
    Path joined = directory.resolve("joined");

    Layer.join(joined, List.of(lower, upper), Map.of("x/key", bytes("secret")));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(joined)))
        .isEqualTo("rw-------");
    byte[] all = Files.readAllBytes(joined);
    int second = (int) (Files.size(lower) + 3) / 4 * 4;
    int third = second + (int) (Files.size(upper) + 3) / 4 * 4;
    assertThat(Arrays.copyOfRange(all, 0, (int) Files.size(lower)))
        .isEqualTo(Files.readAllBytes(lower));
    assertThat(Arrays.copyOfRange(all, second, second + (int) Files.size(upper)))
        .isEqualTo(Files.readAllBytes(upper));
    String plain = new String(all, third, all.length - third, StandardCharsets.US_ASCII);
    assertThat(plain).startsWith("070701").containsSubsequence("x\0", "x/key\0", "secret");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void guestLoad_onFiles_seesWhatIsNotWhatItWrote() throws Exception {
    TestSupport.needsRoot();
    GuestImage image = new GuestImageBuilder(GuestImageBuilder.defaultCache()).build();
    int port = freePort();
    Path files = Files.createDirectory(directory.resolve("files"));
    Process load =
        new ProcessBuilder(
                image.initrd().resolveSibling("drover-load").toString(),
                "files",
                files.toString(),
                "2",
                "0",
                Integer.toString(port))
            .start();
    try {
      assertThat(ask(load, port, "")).matches("OK [0-9]+ [0-9]+\n");
      String answer;
      do {
        spoil(files.resolve("client1"));
        answer = ask(load, port, "");
      } while (answer.startsWith("OK") && load.isAlive());
      assertThat(answer)
          .matches("BAD client 1: file [0-9]+ block [0-9]+ .* not what was written\n");
    } finally {
      load.destroyForcibly().waitFor();
    }
  }

  /** All it can would be hundreds of megabytes a second here. */
  @Test
  void guestLoad_onFilesWithARate_keepsToIt() throws Exception {
    TestSupport.needsRoot();
    GuestImage image = new GuestImageBuilder(GuestImageBuilder.defaultCache()).build();
    int port = freePort();
    long bytesPerSecond = 4_000_000;
    Path files = Files.createDirectory(directory.resolve("files"));
    Process load =
        new ProcessBuilder(
                image.initrd().resolveSibling("drover-load").toString(),
                "files",
                files.toString(),
                "2",
                Long.toString(8 * bytesPerSecond),
                Integer.toString(port))
            .start();
    try {
      long began = System.nanoTime();
      long moved;
      do {
        moved = Long.parseLong(ask(load, port, "").strip().split(" ", -1)[2]);
      } while (moved < 2 * bytesPerSecond && load.isAlive());
      double seconds = (System.nanoTime() - began) / 1e9;
      // It may have begun a little before it was asked; a busy machine makes it slower.
      assertThat(moved).isGreaterThanOrEqualTo(2 * bytesPerSecond);
      assertThat(seconds).isGreaterThan(1.5);
    } finally {
      load.destroyForcibly().waitFor();
    }
  }

  /** Zeroes over what is there now; some of it the load writes anew before it looks. */
  private static void spoil(Path client) throws IOException {
    try (Stream<Path> all = Files.list(client)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.write(ByteBuffer.allocate((int) channel.size()), 0);
        } catch (NoSuchFileException e) {
          // It was removed or renamed meanwhile.
        }
      }
    }
  }

  @Test
  void guestWithJava_booted_calculatesBesideItsLoad() throws Exception {
    TestSupport.needsRoot();
    Path cache = GuestImageBuilder.defaultCache();
    GuestImage plain = new GuestImageBuilder(cache).build();
    List<Path> layers = new ArrayList<>(List.of(plain.initrd()));
    layers.addAll(GuestProgram.layers(cache, step -> {}));
    Path initrd = directory.resolve("initrd");
    Layer.join(initrd, layers, Map.of());
    int port = freePort();
    int load = freePort();
    Process qemu =
        boot(
            new GuestImage("java", plain.kernel(), initrd),
            "640",
            "hostfwd=tcp:127.0.0.1:%d-:%d,hostfwd=tcp:127.0.0.1:%d-:%d"
                .formatted(port, GuestPorts.CALCULATION, load, GuestPorts.LOAD),
            "drover.pattern=1048576 drover.workload=calculation"
                + " drover.load=loopback drover.rate=8000000");
    try {
      byte[] question = new Question(7, 992).encode();
      String answer = ask(qemu, port, new String(question, StandardCharsets.ISO_8859_1));
      assertThat(Answer.decode(answer.getBytes(StandardCharsets.ISO_8859_1)))
          .isEqualTo(new Answer(7, 992, 73));
      assertThat(ask(qemu, load, "")).matches("OK [0-9]+ [0-9]+\n");
      // The archive of classes is one that this very runtime takes.
      assertThat(consoleWith("drover guest calculates over TCP and UDP"))
          .contains("drover guest calculates over TCP and UDP")
          .doesNotContain("[warning]");
    } finally {
      qemu.destroyForcibly().waitFor();
    }
  }

  /**
   * The guest's console once it has this, or after 20 s without: a program says that it answers
   * once it does, so an answer can come before the words.
   */
  private String consoleWith(String words) throws IOException, InterruptedException {
    String console = "";
    for (int look = 0; look < 200 && !console.contains(words); look++) {
      Thread.sleep(look == 0 ? 0 : 100);
      console = Files.readString(directory.resolve("console"));
    }
    return console;
  }

  private static long generation(String answer) {
    return Long.parseLong(answer.split(" ", -1)[1]);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
      return socket.getLocalPort();
    }
  }
}
