package dev.drover.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One value put over a file's: {@code path=value}. A path is names and indices from the top, such
 * as {@code vms.web.memory} or {@code migrations[0].technique}; an item of a list goes by its index
 * or by its field {@code name} (by its first field when it has none), and {@code *} is every item.
 * Fields may be new, items of lists must be there; whether a new field means anything is for the
 * reader of the file to say, as for those in the file.
 */
public final class Setting {
  private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[(\\d{1,6})]");

  private final Place place;
  private final List<String> steps;
  private final Located value;

  private Setting(Place place, List<String> steps, Located value) {
    this.place = place;
    this.steps = steps;
    this.value = value;
  }

  /**
   * Reads {@code path=value}.
   *
   * @param option it was given by, named in refusals with all of {@code text}
   * @throws YamlException when it is not of that form
   */
  public static Setting parse(String option, String text) {
    Place place = Place.of(option + " " + text);
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new YamlException(place, "not path=value; write it like vms.web.memory=512MiB");
    }
    return new Setting(
        place,
        steps(place, text.substring(0, equals)),
        Located.value(text.substring(equals + 1), place));
  }

  /**
   * {@return {@code root} with the value at its path}
   *
   * @throws YamlException when the path leads nowhere
   */
  public Located apply(Located root) {
    return put(root, 0);
  }

  private static List<String> steps(Place place, String path) {
    List<String> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(path);
    int at = 0;
    while (at < path.length()) {
      boolean dot = path.charAt(at) == '.';
      boolean misplaced = at == 0 ? dot : !dot && path.charAt(at) != '[';
      int from = dot ? at + 1 : at;
      if (misplaced || !matcher.find(from) || matcher.start() != from) {
        throw new YamlException(
            place, "'" + path + "' is not a path; write it like migrations[0].technique");
      }
      steps.add(matcher.group());
      at = matcher.end();
    }
    return steps;
  }

  private Located put(Located node, int depth) {
    if (depth == steps.size()) {
      return value;
    }
    String step = steps.get(depth);
    return switch (node) {
      case Located.Fields fields when !step.startsWith("[") -> {
        Map<String, Located> values = new LinkedHashMap<>(fields.values());
        Located old = values.getOrDefault(step, new Located.Fields(place, Map.of()));
        values.put(step, put(old, depth + 1));
        yield new Located.Fields(fields.place(), values);
      }
      case Located.Items items -> {
        List<Located> values = new ArrayList<>(items.values());
        if (step.equals("*")) {
          values.replaceAll(item -> put(item, depth + 1));
          yield new Located.Items(items.place(), values);
        }
        int index = index(values, step, depth);
        values.set(index, put(values.get(index), depth + 1));
        yield new Located.Items(items.place(), values);
      }
      case Located.Fields _ ->
          throw refuse(depth, "is no list; go on with '.' and the name of a field");
      case Located.Text text ->
          throw refuse(depth, "is the single value '" + text.value() + "'; end the path there");
    };
  }

  private int index(List<Located> items, String step, int depth) {
    if (step.startsWith("[")) {
      int index = Integer.parseInt(step.substring(1, step.length() - 1));
      if (index >= items.size()) {
        throw refuse(depth, "has " + items.size() + " items; the first is [0]");
      }
      return index;
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Optional<String> name = name(items.get(i));
      if (name.equals(Optional.of(step))) {
        return i;
      }
      name.ifPresent(names::add);
    }
    throw refuse(
        depth, "has no item named '" + step + "'; " + Near.hint(step, names, "use its index, [0]"));
  }

  private static Optional<String> name(Located item) {
    if (!(item instanceof Located.Fields fields) || fields.values().isEmpty()) {
      return Optional.empty();
    }
    Located first = fields.values().values().iterator().next();
    return fields.values().getOrDefault("name", first) instanceof Located.Text name
        ? Optional.of(name.value())
        : Optional.empty();
  }

  private YamlException refuse(int depth, String problem) {
    StringBuilder path = new StringBuilder();
    for (String step : steps.subList(0, depth)) {
      path.append(path.isEmpty() || step.startsWith("[") ? "" : ".").append(step);
    }
    String at = path.isEmpty() ? "the file" : "'" + path + "'";
    return new YamlException(place, at + " " + problem);
  }
}
