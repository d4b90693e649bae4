package dev.drover.cli.ns3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.cli.command.Shipped;
import dev.drover.lab.system.Commands;
import dev.drover.lab.system.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * ns-3 as Debian packages it: its release profile with logging compiled in, which costs about a
 * third of its speed. Our program is compiled once for each state of its source.
 */
final class Ns3Program implements Contender {
  private static final Path SOURCE = Path.of("benchmarks", "ns3", "drover-peer.cc");
  private static final List<String> LIBRARIES =
      List.of("core", "network", "internet", "point-to-point", "stats");
  private static final String PREREQUISITES = "apt-get install g++ libns3-dev";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Path program;

  private Ns3Program(Path program) {
    this.program = program;
  }

  /**
   * Compiles the program, or finds it.
   *
   * @throws LabException saying what is missing, or what the compiler complains of
   */
  static Ns3Program build() {
    Path source = Shipped.orShipped(SOURCE).toAbsolutePath();
    try {
      String key = Integer.toHexString(Files.readString(source, UTF_8).hashCode());
      Path directory = Files.createDirectories(source.resolveSibling("target"));
      Path program = directory.resolve("drover-peer-" + key);
      if (!Files.exists(program)) {
        compile(source, program);
      }
      return new Ns3Program(program);
    } catch (IOException e) {
      throw new LabException("ns-3's part cannot be built from " + source + " (" + e + ")", e);
    }
  }

  private static void compile(Path source, Path program) throws IOException {
    if (!Files.exists(Path.of("/usr/include/ns3/core-module.h"))) {
      throw new LabException("ns-3 is not installed; " + PREREQUISITES);
    }
    Path part = program.resolveSibling(program.getFileName() + ".part");
    List<String> command =
        new ArrayList<>(
            List.of("g++", "-O2", "-std=c++17", source.toString(), "-o", part.toString()));
    LIBRARIES.forEach(library -> command.add("-lns3-" + library));
    Commands.plain().run(command, "");
    Files.move(part, program, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public PeerRun run(PeerCase one) {
    return parse(Commands.plain().run(List.of(program.toString()), one.text()));
  }

  static PeerRun parse(String json) {
    try {
      return JSON.readValue(json, PeerRun.class);
    } catch (JacksonException e) {
      throw new LabException("drover-peer printed what is no result: " + e.getOriginalMessage(), e);
    }
  }
}
