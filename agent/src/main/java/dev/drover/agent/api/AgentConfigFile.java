package dev.drover.agent.api;

import dev.drover.calls.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads agents' YAML configuration; sizes and rates are text in it. */
public final class AgentConfigFile {
  private static final YAMLMapper MAPPER =
      Json.configure(YAMLMapper.builder())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private AgentConfigFile() {}

  /**
   * Reads a host's configuration file.
   *
   * @throws IllegalArgumentException with one line that names file, line and fault
   */
  public static AgentConfig read(Path file) {
    return read(file, AgentConfig.class);
  }

  /**
   * Reads a configuration file.
   *
   * @throws IllegalArgumentException with one line that names file, line and fault
   */
  public static <T> T read(Path file, Class<T> type) {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          file + ": no such file; give the path of the agent's configuration", e);
    } catch (java.io.IOException e) {
      throw new IllegalArgumentException(file + ": cannot be read: " + e.getMessage(), e);
    }
    try {
      return MAPPER.readValue(text, type);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(file + position(e) + ": " + fault(e), e);
    }
  }

  private static String position(JacksonException e) {
    return e.getLocation() == null || e.getLocation().getLineNr() < 1
        ? ""
        : ":" + e.getLocation().getLineNr();
  }

  private static String fault(JacksonException e) {
    Throwable cause = e.getCause();
    String text =
        cause instanceof IllegalArgumentException && cause.getMessage() != null
            ? cause.getMessage()
            : e.getOriginalMessage();
    String where =
        e instanceof DatabindException bound && !bound.getPath().isEmpty()
            ? bound.getPath().getLast().getPropertyName() + ": "
            : "";
    return where + text.lines().findFirst().orElse("not understood");
  }
}
