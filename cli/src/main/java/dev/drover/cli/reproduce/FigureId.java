package dev.drover.cli.reproduce;

/**
 * Names a figure or table, as in {@code e-n/fig11}.
 *
 * @param name unique in its paper; lower-case letters, digits and hyphens, for files are named by
 *     it
 */
public record FigureId(Paper paper, String name) {
  public FigureId {
    if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException("not a figure's name: " + name);
    }
  }

  @Override
  public String toString() {
    return paper.id() + "/" + name;
  }
}
