package dev.drover.cli.house;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.lab.system.Processes;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one lab; it comes up for the first class and goes down after the last. */
final class HouseExtension
    implements BeforeAllCallback, ParameterResolver, AfterTestExecutionCallback {
  /** The order of classes that use the house: it stays up, and its guests are never quite idle. */
  static final int LAST = Integer.MAX_VALUE;

  private static final Namespace SPACE = Namespace.create(HouseExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    needs(context.getDisplayName(), List.of("qemu-system-x86_64"));
    house(context);
  }

  /** Skips what needs programs that are not here, and says so. */
  static void needs(String what, List<String> programs) {
    Optional<String> obstacle =
        Processes.isRoot()
            ? programs.stream()
                .filter(program -> !isOnPath(program))
                .findFirst()
                .map(program -> "there is no " + program + " on PATH")
            : Optional.of("network namespaces need root");
    obstacle.ifPresent(why -> System.out.println("skipped " + what + ": " + why));
    assumeTrue(obstacle.isEmpty(), obstacle.orElse(""));
  }

  private static boolean isOnPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
  }

  private static House house(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(SPACE)
        .computeIfAbsent(House.class, _ -> House.up(), House.class);
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    context
        .getExecutionException()
        .ifPresent(e ->
            System.out.println(context.getDisplayName() + ": " + e + "\n" + house(context).logs()));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == House.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return house(context);
  }
}
