package dev.drover.cli.reproduce;

import dev.drover.control.result.ResultFile;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code {"cells": […]}}: the cells of all figures that were made, each once. */
final class CellFile {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final SequencedSet<Record> cells = new LinkedHashSet<>();

  private record Content(Collection<Record> cells) {}

  void add(Collection<? extends Record> rows) {
    cells.addAll(rows);
  }

  void write(Path file) {
    ResultFile.write(file, json());
  }

  String json() {
    return JSON.writeValueAsString(new Content(cells)) + "\n";
  }
}
