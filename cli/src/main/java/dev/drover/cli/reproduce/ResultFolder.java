package dev.drover.cli.reproduce;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.control.result.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where pages and data go: a page for each paper, and a folder beside it with what its figures
 * consist of. Every file is whole or as it was; the page comes last, when all it names is there.
 */
final class ResultFolder {
  private final Path folder;

  ResultFolder(Path folder) {
    this.folder = folder;
  }

  /** {@return the page of a paper} */
  Path page(Paper paper) {
    return folder.resolve(paper.file() + ".md");
  }

  /** Writes a figure's files and its part of the page. */
  void write(Figure figure, Finding finding, String command) {
    Paper paper = figure.id().paper();
    try {
      Path data = Files.createDirectories(folder.resolve(paper.file()));
      for (Finding.Plot plot : finding.plots()) {
        file(data, Section.fileName(figure, plot.name()) + ".svg", plot.svg());
      }
      for (DataTable table : finding.data()) {
        file(data, Section.fileName(figure, table.name()) + ".csv", table.csv());
      }
      Path page = page(paper);
      String before = Files.exists(page) ? Files.readString(page) : "";
      List<FigureId> order = Figures.of(paper).stream().map(Figure::id).toList();
      String section = Section.of(figure, finding, command);
      ResultFile.write(page, Page.with(before, paper, order, figure.id(), section));
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, folder + " cannot be written (" + e + "); name another --out", e);
    }
  }

  private static void file(Path folder, String name, String text) {
    ResultFile.write(folder.resolve(name), text);
  }
}
