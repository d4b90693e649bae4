package dev.drover.xia.daemon;

import dev.drover.xia.name.Lookup;
import dev.drover.xia.name.Name;
import dev.drover.xia.name.NameClient;
import dev.drover.xia.name.NoAnswer;
import java.io.PrintWriter;
import java.util.List;

/** What an operator may ask a host about names. */
final class NameQuestions {
  private final NameClient names;

  private NameQuestions(NameClient names) {
    this.names = names;
  }

  static void answer(Console console, NameClient names) {
    NameQuestions questions = new NameQuestions(names);
    console.on("names", (_, out) -> questions.all(out));
    console.on("name", questions::one);
  }

  /** A line for each name: the name and what it stands for now. */
  private void all(PrintWriter out) throws InterruptedException {
    try {
      for (Name name : names.list()) {
        names.forget(name);
        out.println(name + " " + text(names.lookup(name)));
      }
    } catch (NoAnswer e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** {@code name NAME}: what it stands for. */
  private void one(List<String> words, PrintWriter out) throws InterruptedException {
    String text = String.join(" ", words);
    switch (names.lookup(text)) {
      case Lookup.Found found -> out.println(found.address());
      case Lookup.NotFound _ ->
          throw new IllegalArgumentException("nothing is called '" + text + "'");
      case Lookup.Unavailable none -> throw new IllegalArgumentException(none.why());
    }
  }

  private static String text(Lookup lookup) {
    return switch (lookup) {
      case Lookup.Found found -> found.address().toString();
      case Lookup.NotFound _ -> "gone";
      case Lookup.Unavailable none -> "unknown: " + none.why();
    };
  }
}
