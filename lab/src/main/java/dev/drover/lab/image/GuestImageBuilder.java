package dev.drover.lab.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.lab.system.Commands;
import dev.drover.lab.system.LabException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * Builds the guest image from the programs of Debian packages on this machine, and keeps it by the
 * hash of all that went into it: about a second once, then tens of milliseconds.
 */
public final class GuestImageBuilder {
  /** Programs of the guest and the package of each. */
  private static final Map<String, String> PROGRAMS =
      new TreeMap<>(
          Map.of(
              "/usr/bin/busybox", "busybox-static",
              "/usr/bin/iperf3", "iperf3",
              "/usr/bin/memcached", "memcached"));

  /** Drover's own, compiled here. */
  private static final List<String> OWN = List.of("drover-guest", "drover-load");

  private static final Pattern LIBRARY = Pattern.compile("(/lib\\S*) \\(0x");

  private final Path cache;

  public GuestImageBuilder(Path cache) {
    this.cache = cache;
  }

  /** {@return the user's cache directory for Drover} */
  public static Path defaultCache() {
    String base = System.getenv("XDG_CACHE_HOME");
    return base == null || base.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache", "drover")
        : Path.of(base, "drover");
  }

  /**
   * Builds the image, or finds it.
   *
   * @throws LabException naming the package that is missing
   */
  public GuestImage build() {
    GuestKernel kernel = GuestKernel.find(cache);
    Map<String, byte[]> files = files(kernel);
    String key = hash(files);
    Path directory = cache.resolve("image").resolve(key);
    Path initrd = directory.resolve("initrd.gz");
    if (!Files.exists(initrd)) {
      make(directory, initrd, files);
    }
    return new GuestImage(key, kernel.image(), initrd);
  }

  /** Two builds at once (two labs coming up) take turns; a killed one leaves no half image. */
  private void make(Path directory, Path initrd, Map<String, byte[]> files) {
    try {
      Files.createDirectories(directory);
      try (FileChannel channel =
              FileChannel.open(
                  cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (Files.exists(initrd) || !lock.isValid()) {
          return;
        }
        Map<String, byte[]> own = new TreeMap<>();
        for (String program : OWN) {
          own.put(program, compiled(directory, program, files));
        }
        Path partial = directory.resolve("initrd.partial");
        try (Cpio cpio = new Cpio(new GZIPOutputStream(Files.newOutputStream(partial)))) {
          fill(cpio, files, own);
        }
        Files.move(partial, initrd, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new LabException(cache + " cannot be written: " + e.getMessage(), e);
    }
  }

  private static byte[] compiled(Path directory, String name, Map<String, byte[]> files)
      throws IOException {
    Path source = directory.resolve(name + ".c");
    Path program = directory.resolve(name);
    Files.write(source, files.get(name + ".c"));
    Commands.plain().run("gcc", "-static", "-O2", "-s", "-o", program + "", source + "");
    return Files.readAllBytes(program);
  }

  private static void fill(Cpio cpio, Map<String, byte[]> files, Map<String, byte[]> own)
      throws IOException {
    for (String name : List.of("bin", "dev", "lib", "lib64", "modules", "proc", "sys", "tmp")) {
      cpio.directory(name);
    }
    cpio.directory("lib/x86_64-linux-gnu");
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (!file.getKey().endsWith(".c")) {
        cpio.file(file.getKey(), file.getValue());
      }
    }
    for (Map.Entry<String, byte[]> program : own.entrySet()) {
      cpio.file("bin/" + program.getKey(), program.getValue());
    }
    for (String applet : Commands.plain().run("busybox", "--list").split("\\s+", -1)) {
      if (!applet.isEmpty() && !applet.equals("busybox")) {
        cpio.link("bin/" + applet, "busybox");
      }
    }
  }

  /** {@return all that the image is made of, by path in the guest} */
  private static Map<String, byte[]> files(GuestKernel kernel) {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("init", resource("init"));
    OWN.forEach(program -> files.put(program + ".c", resource(program + ".c")));
    List<String> dynamic = new ArrayList<>();
    PROGRAMS.forEach((program, debianPackage) -> {
      Path path = installed(program, debianPackage);
      files.put("bin/" + path.getFileName(), read(path));
      if (!debianPackage.endsWith("-static")) {
        dynamic.add(path.toString());
      }
    });
    List<String> ldd = new ArrayList<>(List.of("ldd"));
    ldd.addAll(dynamic);
    Matcher library = LIBRARY.matcher(Commands.plain().run(ldd, ""));
    while (library.find()) {
      files.put(library.group(1).substring(1), read(Path.of(library.group(1))));
    }
    for (Path module : kernel.moduleFiles()) {
      String name = module.getFileName().toString().replaceFirst("\\.ko.*", ".ko");
      files.put("modules/" + name, GuestKernel.read(module));
    }
    return files;
  }

  private static Path installed(String program, String debianPackage) {
    Path usual = Path.of(program);
    Path merged = Path.of("/bin").resolve(usual.getFileName());
    if (Files.isExecutable(usual)) {
      return usual;
    }
    if (Files.isExecutable(merged)) {
      return merged;
    }
    throw new LabException(program + " is missing; install the package " + debianPackage);
  }

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new LabException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  static byte[] resource(String name) {
    try (InputStream stream = GuestImageBuilder.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new LabException(name + " is not in the program; build it again");
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new LabException(name + " cannot be read: " + e.getMessage(), e);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** {@return a name for these contents, by their names} */
  static String hash(Map<String, byte[]> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new TreeMap<>(files)
          .forEach((name, content) -> {
            digest.update(name.getBytes(UTF_8));
            digest.update((byte) 0);
            digest.update(content);
          });
      return HexFormat.of().formatHex(digest.digest(), 0, 10);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
