package dev.drover.lab.system;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Command lines of Drover's own programs: this JVM and class path, small and quick to start. */
public final class Java {
  private static final String LOGGING = "-Dlogback.configurationFile=dev/drover/lab/logback.xml";

  private Java() {}

  /** {@return how to run one of the lab's own programs, which log to standard error} */
  public static List<String> line(Class<?> program, String... arguments) {
    return line(List.of(LOGGING), program.getName(), arguments);
  }

  /** {@return how to run the class so named, which sees to its log itself} */
  public static List<String> line(String program, String... arguments) {
    return line(List.of(), program, arguments);
  }

  private static List<String> line(List<String> options, String program, String... arguments) {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx96m",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath()));
    line.addAll(options);
    line.add(program);
    line.addAll(List.of(arguments));
    return line;
  }

  /**
   * {@return how to run the class so named, which hashes and copies much: with the optimising
   * compiler}
   *
   * @param heap in MiB
   */
  public static List<String> fast(int heap, String program, String... arguments) {
    List<String> line = new ArrayList<>(line(program, arguments));
    line.remove("-XX:TieredStopAtLevel=1");
    line.replaceAll(option -> option.equals("-Xmx96m") ? "-Xmx" + heap + "m" : option);
    return line;
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
