package dev.drover.control.inventory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads one YAML file; every fault is a {@link ControlException} that begins with file:line. */
final class YamlReader {
  private final Path file;

  YamlReader(Path file) {
    this.file = file;
  }

  Yaml.Mapping read() {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new ControlException(
          file + " does not exist; make it, or name the inventory file to use", e);
    } catch (IOException e) {
      throw new ControlException(file + " cannot be read: " + e.getMessage(), e);
    }
    try (JsonParser parser = YAMLMapper.builder().build().createParser(text)) {
      parser.nextToken();
      Optional<Yaml> root = value(parser);
      if (root.isPresent() && root.get() instanceof Yaml.Mapping mapping) {
        return mapping;
      }
      throw fault(1, "keys and values are expected, such as 'hosts:'");
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      String first = e.getOriginalMessage().lines().findFirst().orElse("not YAML");
      throw new ControlException(file + ":" + line + ": not YAML: " + first, e);
    }
  }

  ControlException fault(int line, String text) {
    return new ControlException(file + ":" + line + ": " + text);
  }

  String text(Yaml value, String key) {
    return switch (value) {
      case Yaml.Scalar scalar -> scalar.text();
      case Yaml.Sequence _, Yaml.Mapping _ ->
          throw fault(value.line(), "'" + key + "' must be one value");
    };
  }

  Yaml.Mapping mapping(Yaml value, String key) {
    if (value instanceof Yaml.Mapping mapping) {
      return mapping;
    }
    throw fault(value.line(), "'" + key + "' must hold keys and values");
  }

  Yaml.Sequence sequence(Yaml value, String key) {
    if (value instanceof Yaml.Sequence sequence) {
      return sequence;
    }
    throw fault(value.line(), "'" + key + "' must be a list");
  }

  Yaml required(Yaml.Mapping mapping, String key, String what) {
    Yaml value = mapping.entries().get(key);
    if (value == null) {
      throw fault(mapping.line(), what + " lacks '" + key + "'");
    }
    return value;
  }

  void allow(Yaml.Mapping mapping, String what, Set<String> keys) {
    for (Map.Entry<String, Yaml> entry : mapping.entries().entrySet()) {
      if (!keys.contains(entry.getKey())) {
        throw fault(
            entry.getValue().line(),
            what
                + " has no key '"
                + entry.getKey()
                + "'; it has "
                + String.join(", ", new TreeSet<>(keys)));
      }
    }
  }

  private Optional<Yaml> value(JsonParser parser) {
    int line = parser.currentTokenLocation().getLineNr();
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return Optional.of(mapping(parser, line));
    }
    if (token == JsonToken.START_ARRAY) {
      List<Yaml> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        value(parser).ifPresent(items::add);
      }
      return Optional.of(new Yaml.Sequence(line, items));
    }
    if (token == null || token == JsonToken.VALUE_NULL) {
      return Optional.empty();
    }
    return Optional.of(new Yaml.Scalar(line, parser.getString()));
  }

  private Yaml.Mapping mapping(JsonParser parser, int line) {
    Map<String, Yaml> entries = new LinkedHashMap<>();
    Set<String> seen = new TreeSet<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      if (!seen.add(key)) {
        throw fault(parser.currentTokenLocation().getLineNr(), "'" + key + "' is there twice");
      }
      parser.nextToken();
      value(parser).ifPresent(value -> entries.put(key, value));
    }
    return new Yaml.Mapping(line, entries);
  }
}
