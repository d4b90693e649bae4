package dev.drover.cli.reproduce;

import java.util.List;

/** A figure whose cells are results for programs, too: {@code --json} writes them. */
public interface CellFigure extends Figure {
  /** {@return a row for each cell, in the figure's order; their components name the fields} */
  List<? extends Record> rows(Effort effort, Outcomes outcomes);
}
