package dev.drover.yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;

/** A YAML value that knows its place, so that every refusal can name it. */
public sealed interface Located {
  Place place();

  /** A scalar as written. */
  record Text(Place place, String value) implements Located {}

  /** A sequence. */
  record Items(Place place, List<Located> values) implements Located {
    public Items {
      values = List.copyOf(values);
    }
  }

  /** A mapping, in the order of the file. */
  record Fields(Place place, Map<String, Located> values) implements Located {
    public Fields {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /**
   * {@return the tree of a text}
   *
   * @param origin stands for the file's name in errors
   * @param what the file describes, such as {@code lab}
   * @throws YamlException when it is empty, not YAML, or has a field twice
   */
  static Located parse(String text, String origin, String what) {
    return parse(text, new Place(origin, 1), what);
  }

  /**
   * {@return the tree of a value whose parts are all said to stand at {@code place}}
   *
   * @throws YamlException when it is empty, not YAML, or has a field twice
   */
  static Located value(String text, Place place) {
    return parse(text, place, "value");
  }

  /**
   * {@return the text of a file}
   *
   * @param what the file describes, such as {@code lab}
   * @throws YamlException when it cannot be read
   */
  static String text(Path file, String what) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new YamlException(
          Place.of(file.toString()), "no such file; name an existing " + what + " file");
    } catch (IOException e) {
      throw new YamlException(
          Place.of(file.toString()),
          "cannot be read (" + e.getMessage() + "); check the path and its mode");
    }
  }

  private static Located parse(String text, Place start, String what) {
    try (JsonParser parser = new YAMLFactory().createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == null) {
        String container = start.line() == 0 ? "it" : "the file";
        throw new YamlException(start, container + " is empty; describe a " + what + " in it");
      }
      return next(start, parser);
    } catch (JacksonException e) {
      int line = Optional.ofNullable(e.getLocation()).map(at -> at.getLineNr()).orElse(0);
      String problem = e.getOriginalMessage().lines().findFirst().orElse("not YAML").strip();
      throw new YamlException(
          start.line() == 0 ? start : new Place(start.origin(), line),
          "not YAML: " + problem + "; correct the line");
    }
  }

  private static Place place(Place start, JsonParser parser) {
    return start.line() == 0
        ? start
        : new Place(start.origin(), parser.currentTokenLocation().getLineNr());
  }

  private static Located next(Place start, JsonParser parser) {
    Place place = place(start, parser);
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      Map<String, Located> values = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        Place namePlace = place(start, parser);
        parser.nextToken();
        if (values.put(name, next(start, parser)) != null) {
          throw new YamlException(namePlace, "'" + name + "' is written twice; keep one of them");
        }
      }
      return new Fields(place, values);
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      List<Located> values = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        values.add(next(start, parser));
      }
      return new Items(place, values);
    }
    return new Text(place, parser.getString());
  }
}
