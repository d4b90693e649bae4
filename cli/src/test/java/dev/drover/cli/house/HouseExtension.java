package dev.drover.cli.house;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.lab.system.Processes;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
  private static final Namespace SPACE = Namespace.create(HouseExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    Optional<String> obstacle = obstacle();
    obstacle.ifPresent(
        why -> System.out.println("skipped " + context.getDisplayName() + ": " + why));
    assumeTrue(obstacle.isEmpty(), obstacle.orElse(""));
    house(context);
  }

  private static Optional<String> obstacle() {
    if (!Processes.isRoot()) {
      return Optional.of("network namespaces need root");
    }
    boolean qemu =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(each -> Files.isExecutable(Path.of(each, "qemu-system-x86_64")));
    return qemu ? Optional.empty() : Optional.of("there is no qemu-system-x86_64 on PATH");
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
