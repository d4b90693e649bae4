package dev.drover.cli.report;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes HTML that is well-formed XML too: every element is closed, every text escaped. */
final class Html {
  private final StringBuilder text = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  static String escape(String raw) {
    StringBuilder escaped = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      switch (c) {
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '&' -> escaped.append("&amp;");
        case '"' -> escaped.append("&quot;");
        default -> escaped.append(c < ' ' && c != '\n' && c != '\t' ? ' ' : c);
      }
    }
    return escaped.toString();
  }

  /** Opens {@code element}; attributes come in pairs of name and value. */
  Html open(String element, String... attributes) {
    text.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      text.append(' ').append(attributes[i]).append("=\"");
      text.append(escape(attributes[i + 1])).append('"');
    }
    text.append('>');
    open.push(element);
    return this;
  }

  Html close() {
    text.append("</").append(open.pop()).append(">\n");
    return this;
  }

  Html text(String words) {
    text.append(escape(words));
    return this;
  }

  /** {@return this, after an element that holds words only} */
  Html element(String element, String words, String... attributes) {
    return open(element, attributes).text(words).close();
  }

  /** Adds markup that is well-formed already. */
  Html markup(String markup) {
    text.append(markup);
    return this;
  }

  String finish() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("elements left open: " + open);
    }
    return text.toString();
  }
}
