package dev.drover.lab.image;

import dev.drover.lab.system.Commands;
import dev.drover.lab.system.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A guest's Java runtime: {@code java.base} alone, cut by jlink out of the JDK that runs Drover.
 * Made once for each JDK, in some ten seconds.
 *
 * @param key changes with anything that it is made of
 * @param home where it stands on this machine
 * @param layer it in a guest, at {@code /java}, with the libraries that it needs
 */
record JavaRuntime(String key, Path home, Path layer) {
  /** Classes stay compressed: what a guest uses comes out of the program's archive instead. */
  private static final List<String> LINK =
      List.of(
          "--add-modules",
          "java.base",
          "--vm",
          "server",
          "--strip-debug",
          "--no-man-pages",
          "--no-header-files",
          "--compress",
          "zip-6");

  /** What no guest uses and weighs. */
  private static final List<String> LEFT_OUT =
      List.of(
          "lib/jrt-fs.jar",
          "lib/classlist",
          "lib/libsimdsort.so",
          "lib/security/cacerts",
          "lib/security/public_suffix_list.dat");

  private static final Pattern LIBRARY = Pattern.compile("\\s(/lib\\S*) \\(0x");

  /** {@return the runtime, made when it is not in the cache} */
  static JavaRuntime find(Path cache, Consumer<String> listener) {
    Path jdk = Path.of(System.getProperty("java.home"));
    if (!Files.isExecutable(jdk.resolve("bin/jlink"))) {
      throw new LabException(
          jdk + " has no jlink, which guests with a Java runtime need; run Drover on a whole JDK");
    }
    String key =
        GuestImageBuilder.hash(
            Map.of(
                "release",
                GuestImageBuilder.read(jdk.resolve("release")),
                "link",
                GuestImageBuilder.bytes(LINK + " without " + LEFT_OUT)));
    Path directory =
        Kept.in(
            cache.resolve("java").resolve(key),
            made -> {
              listener.accept("a Java runtime for guests is cut out of " + jdk + ", once");
              make(jdk.resolve("bin/jlink"), made);
            });
    return new JavaRuntime(key, directory.resolve("java"), directory.resolve("java.gz"));
  }

  private static void make(Path jlink, Path directory) throws IOException {
    Path home = directory.resolve("java");
    List<String> command = new ArrayList<>(List.of(jlink.toString()));
    command.addAll(LINK);
    command.addAll(List.of("--output", home.toString()));
    Commands.plain().run(command, "");
    Commands.plain().run("rm", "-rf", home.resolve("legal").toString());
    for (String file : LEFT_OUT) {
      Files.deleteIfExists(home.resolve(file));
    }
    Map<String, byte[]> files = new TreeMap<>();
    List<String> machineCode = new ArrayList<>(List.of(home.resolve("bin/java").toString()));
    for (Path file : files(home)) {
      if (file.toString().endsWith(".so")) {
        Commands.plain().run("strip", "--strip-unneeded", file.toString());
        machineCode.add(file.toString());
      }
      String name = home.relativize(file).toString();
      if (!name.startsWith("bin/") || name.equals("bin/java")) {
        files.put("java/" + name, Files.readAllBytes(file));
      }
      Kept.ageless(file);
    }
    machineCode.addFirst("ldd");
    Matcher library = LIBRARY.matcher(Commands.plain().run(machineCode, ""));
    while (library.find()) {
      files.put(library.group(1).substring(1), Files.readAllBytes(Path.of(library.group(1))));
    }
    Layer.pack(directory.resolve("java.gz"), files);
  }

  private static List<Path> files(Path home) throws IOException {
    try (Stream<Path> all = Files.walk(home)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
