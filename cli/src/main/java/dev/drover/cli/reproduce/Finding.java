package dev.drover.cli.reproduce;

import java.util.List;

/**
 * What came of a figure.
 *
 * @param setUp a paragraph of Markdown: what was run, what the paper says of it, what was chosen
 * @param claims what the paper says beside what was found
 * @param plots in the order of the page
 * @param shown tables of the page, each with a title or an empty one
 * @param data what the plots are drawn from
 * @param remarks paragraphs of Markdown
 */
public record Finding(
    String setUp,
    List<Claim> claims,
    List<Plot> plots,
    List<Shown> shown,
    List<DataTable> data,
    List<String> remarks) {
  public Finding {
    claims = List.copyOf(claims);
    plots = List.copyOf(plots);
    shown = List.copyOf(shown);
    data = List.copyOf(data);
    remarks = List.copyOf(remarks);
  }

  /**
   * A drawing.
   *
   * @param name what its file is called after the figure, empty for the figure itself
   * @param alternative what it shows, for who cannot see it
   */
  public record Plot(String name, String alternative, String svg) {}

  /** A table on the page. */
  public record Shown(String title, DataTable table) {}

  /** What the paper says of one thing, and what was found. */
  public record Claim(
      String subject, String published, String reproduced, Verdict verdict, String reason) {}

  /** How a claim fared. */
  public enum Verdict {
    AGREES("agrees"),
    DIRECTION("same direction, other size"),
    DIFFERS("differs"),
    UNDECIDED("too few seeds to tell"),
    UNPUBLISHED("nothing published");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
