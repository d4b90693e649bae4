package dev.drover.yaml;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** One mapping of the file, taken apart field by field; what nobody took is refused. */
public final class Section {
  private final String what;
  private final Located.Fields fields;
  private final Set<String> taken = new LinkedHashSet<>();

  /** Fields that somebody asked about, whether they are there or not. */
  private final Set<String> known = new LinkedHashSet<>();

  /**
   * The mapping {@code value}.
   *
   * @param what it describes, such as {@code vm}; said in every refusal
   * @throws YamlException when it is no mapping
   */
  public Section(String what, Located value) {
    if (!(value instanceof Located.Fields mapping)) {
      throw new YamlException(
          value.place(), what + " must be fields such as {name: x1}; write them so");
    }
    this.what = what;
    this.fields = mapping;
  }

  /** {@return where a field stands, or the whole section when the field is absent} */
  public Place place(String field) {
    Located value = fields.values().get(field);
    return value == null ? fields.place() : value.place();
  }

  /** {@return whether the field is there; it still has to be taken} */
  public boolean has(String field) {
    known.add(field);
    return fields.values().containsKey(field);
  }

  /** {@return whether the field is there and one value, neither a list nor a mapping} */
  public boolean isText(String field) {
    known.add(field);
    return fields.values().get(field) instanceof Located.Text;
  }

  /** {@return the refusal of a field, to be thrown} */
  public YamlException refuse(String field, String problem) {
    return new YamlException(place(field), what + ": " + problem);
  }

  /** {@return the field's one value, when it is there} */
  public Optional<String> optional(String field) {
    return take(field)
        .map(value -> {
          if (value instanceof Located.Text text && !text.value().isBlank()) {
            return text.value();
          }
          throw refuse(field, "'" + field + "' must be one value; write it after the colon");
        });
  }

  /** {@return the field's one value, which must be there} */
  public String text(String field) {
    return optional(field).orElseThrow(() -> refuse(field, "'" + field + "' is missing; add it"));
  }

  /** {@return the field's value as {@code parser} reads it, when it is there} */
  public <T> Optional<T> optional(String field, Function<String, T> parser) {
    return optional(field).map(text -> checked(field, () -> parser.apply(text)));
  }

  /** {@return the field's value as {@code parser} reads it, which must be there} */
  public <T> T required(String field, Function<String, T> parser) {
    String text = text(field);
    return checked(field, () -> parser.apply(text));
  }

  /**
   * Makes a value out of several fields; a refusal by its constructor gets {@code field}'s place.
   */
  public <T> T checked(String field, Supplier<T> maker) {
    try {
      return maker.get();
    } catch (YamlException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw refuse(field, "'" + field + "': " + e.getMessage());
    }
  }

  /** {@return the items of a list of mappings; none when the field is absent} */
  public List<Section> sections(String field, String itemName) {
    List<Section> sections = new ArrayList<>();
    for (Located item : items(field)) {
      sections.add(new Section(itemName, item));
    }
    return sections;
  }

  /** {@return the field's mapping, when it is there} */
  public Optional<Section> section(String field, String name) {
    return take(field).map(value -> new Section(name, value));
  }

  /** {@return the items of a list of words; none when the field is absent} */
  public List<Located.Text> texts(String field) {
    List<Located.Text> texts = new ArrayList<>();
    for (Located item : items(field)) {
      if (!(item instanceof Located.Text text)) {
        throw new YamlException(
            item.place(), what + ": '" + field + "' must be a list of names, like [a, b]");
      }
      texts.add(text);
    }
    return texts;
  }

  /** Refuses the first field that nobody asked for. */
  public void end() {
    for (String field : fields.values().keySet()) {
      if (!taken.contains(field)) {
        throw refuse(
            field,
            "'"
                + field
                + "' is not a field of it; "
                + Near.hint(field, known, "correct or remove it"));
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
    known.add(field);
    return Optional.ofNullable(fields.values().get(field));
  }
}
