package dev.drover.lab.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** One mapping of the file, taken apart field by field; what nobody took is refused. */
final class Section {
  private final String origin;
  private final String what;
  private final Located.Fields fields;
  private final Set<String> taken = new HashSet<>();

  Section(String origin, String what, Located value) {
    if (!(value instanceof Located.Fields mapping)) {
      throw new LabFileException(
          origin, value.line(), what + " must be fields such as {name: x1}; write them so");
    }
    this.origin = origin;
    this.what = what;
    this.fields = mapping;
  }

  int line() {
    return fields.line();
  }

  /** {@return the line of a field, or of the whole section when the field is absent} */
  int line(String field) {
    Located value = fields.values().get(field);
    return value == null ? line() : value.line();
  }

  LabFileException refuse(String field, String problem) {
    return new LabFileException(origin, line(field), what + ": " + problem);
  }

  Optional<String> optional(String field) {
    return take(field)
        .map(value -> {
          if (value instanceof Located.Text text && !text.value().isBlank()) {
            return text.value();
          }
          throw refuse(field, "'" + field + "' must be one value; write it after the colon");
        });
  }

  String text(String field) {
    return optional(field).orElseThrow(() -> refuse(field, "'" + field + "' is missing; add it"));
  }

  <T> Optional<T> optional(String field, Function<String, T> parser) {
    return optional(field).map(text -> checked(field, () -> parser.apply(text)));
  }

  <T> T required(String field, Function<String, T> parser) {
    String text = text(field);
    return checked(field, () -> parser.apply(text));
  }

  /**
   * Makes a value out of several fields; a refusal by its constructor gets {@code field}'s line.
   */
  <T> T checked(String field, Supplier<T> maker) {
    try {
      return maker.get();
    } catch (LabFileException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw refuse(field, "'" + field + "': " + e.getMessage());
    }
  }

  List<Section> sections(String field, String itemName) {
    List<Section> sections = new ArrayList<>();
    for (Located item : items(field)) {
      sections.add(new Section(origin, itemName, item));
    }
    return sections;
  }

  Optional<Section> section(String field, String name) {
    return take(field).map(value -> new Section(origin, name, value));
  }

  List<Located.Text> texts(String field) {
    List<Located.Text> texts = new ArrayList<>();
    for (Located item : items(field)) {
      if (!(item instanceof Located.Text text)) {
        throw new LabFileException(
            origin, item.line(), what + ": '" + field + "' must be a list of names, like [a, b]");
      }
      texts.add(text);
    }
    return texts;
  }

  /** Refuses the first field that nobody asked for. */
  void end() {
    for (String field : fields.values().keySet()) {
      if (!taken.contains(field)) {
        throw refuse(field, "'" + field + "' is not a field of it; correct or remove it");
      }
    }
  }

  private List<Located> items(String field) {
    return take(field)
        .map(value -> {
          if (value instanceof Located.Items items) {
            return items.values();
          }
          throw refuse(field, "'" + field + "' must be a list; write it with [] or dashes");
        })
        .orElse(List.of());
  }

  private Optional<Located> take(String field) {
    taken.add(field);
    return Optional.ofNullable(fields.values().get(field));
  }
}
