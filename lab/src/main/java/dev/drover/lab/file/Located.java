package dev.drover.lab.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;

/** A YAML value that knows its line, so that every refusal can name it. */
sealed interface Located {
  int line();

  /** A scalar as written. */
  record Text(int line, String value) implements Located {}

  /** A sequence. */
  record Items(int line, List<Located> values) implements Located {}

  /** A mapping, in the order of the file. */
  record Fields(int line, Map<String, Located> values) implements Located {}

  /** {@return the document's tree} */
  static Located read(String origin, String text) {
    try (JsonParser parser = new YAMLFactory().createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == null) {
        throw new LabFileException(origin, 1, "the file is empty; describe a lab in it");
      }
      return next(origin, parser);
    } catch (JacksonException e) {
      int line = Optional.ofNullable(e.getLocation()).map(at -> at.getLineNr()).orElse(0);
      String problem = e.getOriginalMessage().lines().findFirst().orElse("not YAML").strip();
      throw new LabFileException(origin, line, "not YAML: " + problem + "; correct the line");
    }
  }

  private static Located next(String origin, JsonParser parser) {
    int line = parser.currentTokenLocation().getLineNr();
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      Map<String, Located> values = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        int nameLine = parser.currentTokenLocation().getLineNr();
        parser.nextToken();
        if (values.put(name, next(origin, parser)) != null) {
          throw new LabFileException(
              origin, nameLine, "'" + name + "' is written twice; keep one of them");
        }
      }
      return new Fields(line, values);
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      List<Located> values = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        values.add(next(origin, parser));
      }
      return new Items(line, values);
    }
    return new Text(line, parser.getString());
  }
}
