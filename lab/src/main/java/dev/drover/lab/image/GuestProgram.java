package dev.drover.lab.image;

import dev.drover.lab.calculation.CalculationService;
import dev.drover.lab.guest.GuestMain;
import dev.drover.lab.system.Commands;
import dev.drover.lab.system.LabException;
import dev.drover.xia.node.Node;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * The Java program of guests, and an archive of its classes as they are once loaded, which halves
 * the processor time until it runs. Made in a few seconds for each build of Drover.
 */
public final class GuestProgram {
  /** As {@code init} starts it; the archive holds for these alone. */
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          // The optimising compiler costs an emulated guest more than it saves in minutes.
          "-XX:TieredStopAtLevel=1",
          "-Xmx64m",
          "-XX:-UsePerfData");

  /** Machine code of this machine's processor would not run on an emulated one. */
  private static final List<String> NO_MACHINE_CODE =
      List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTAdapterCaching", "-XX:-AOTStubCaching");

  private GuestProgram() {}

  /**
   * {@return the layers over a plain guest that have the runtime and the program}
   *
   * @param listener hears in one line of what takes long
   */
  public static List<Path> layers(Path cache, Consumer<String> listener) {
    JavaRuntime runtime = JavaRuntime.find(cache, listener);
    Map<String, byte[]> classes = classes();
    Map<String, byte[]> all = new TreeMap<>(classes);
    all.put("runtime", GuestImageBuilder.bytes(runtime.key() + OPTIONS));
    String key = GuestImageBuilder.hash(all);
    Path directory =
        Kept.in(cache.resolve("program").resolve(key), made -> make(made, runtime.home(), classes));
    return List.of(runtime.layer(), directory.resolve("program.gz"));
  }

  private static void make(Path directory, Path java, Map<String, byte[]> classes)
      throws IOException {
    Path jar = directory.resolve("guest.jar");
    Path archive = directory.resolve("guest.aot");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, byte[]> file : classes.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTime(0);
        out.putNextEntry(entry);
        out.write(file.getValue());
        out.closeEntry();
      }
    }
    Kept.ageless(jar);
    List<String> rehearsal = new ArrayList<>(List.of(java.resolve("bin/java").toString()));
    rehearsal.addAll(OPTIONS);
    rehearsal.addAll(NO_MACHINE_CODE);
    rehearsal.addAll(
        List.of(
            "-XX:AOTCacheOutput=" + archive,
            "-cp",
            jar.toString(),
            GuestMain.class.getName(),
            GuestMain.REHEARSE));
    Commands.plain().run(rehearsal, "");
    if (!Files.exists(archive)) {
      throw new LabException("Java made no archive of the guest's program at " + archive);
    }
    Layer.pack(
        directory.resolve("program.gz"),
        Map.of(
            "java/guest.jar",
            Files.readAllBytes(jar),
            "java/guest.aot",
            Files.readAllBytes(archive),
            "java/options",
            GuestImageBuilder.bytes(
                String.join("\n", OPTIONS)
                    + "\n-XX:AOTCache=/java/guest.aot\n-cp /java/guest.jar\n"
                    + GuestMain.class.getName()
                    + "\n")));
    Files.delete(jar);
    Files.delete(archive);
  }

  /** {@return all classes of the program, by their path in its jar} */
  private static Map<String, byte[]> classes() {
    Map<String, byte[]> classes = new TreeMap<>();
    collect(GuestMain.class, packagePath(GuestMain.class), classes);
    collect(CalculationService.class, packagePath(CalculationService.class), classes);
    collect(Node.class, "dev/drover/xia", classes);
    return classes;
  }

  private static String packagePath(Class<?> type) {
    return type.getPackageName().replace('.', '/');
  }

  /** Adds what stands below {@code path} where {@code type} comes from: a directory or a jar. */
  private static void collect(Class<?> type, String path, Map<String, byte[]> classes) {
    try {
      URI source = type.getProtectionDomain().getCodeSource().getLocation().toURI();
      Path root = Path.of(source);
      if (Files.isDirectory(root)) {
        collect(root, root.resolve(path), classes);
        return;
      }
      try (FileSystem jar = FileSystems.newFileSystem(root)) {
        collect(jar.getPath("/"), jar.getPath("/", path), classes);
      }
    } catch (IOException | URISyntaxException e) {
      throw new LabException("the guest's program cannot be read: " + e.getMessage(), e);
    }
  }

  private static void collect(Path root, Path below, Map<String, byte[]> classes)
      throws IOException {
    try (Stream<Path> files = Files.walk(below)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        classes.put(root.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
  }
}
