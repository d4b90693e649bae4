package dev.drover.cli.reproduce;

import dev.drover.cli.reproduce.Finding.Claim;
import dev.drover.cli.reproduce.Finding.Plot;
import dev.drover.cli.reproduce.Finding.Shown;

/** A figure's part of its paper's page, in Markdown. */
final class Section {
  private Section() {}

  /**
   * {@return the part, from its heading on}
   *
   * @param command what makes it again
   */
  static String of(Figure figure, Finding finding, String command) {
    StringBuilder text = new StringBuilder();
    text.append("## ").append(figure.title()).append("\n\n");
    text.append("`").append(command).append("` · ").append(figure.place()).append("\n\n");
    text.append(finding.setUp().strip()).append("\n\n");
    String folder = figure.id().paper().file() + "/";
    for (Plot plot : finding.plots()) {
      String file = fileName(figure, plot.name()) + ".svg";
      text.append("![").append(plot.alternative()).append("](").append(folder).append(file);
      text.append(")\n\n");
    }
    claims(text, finding);
    for (Shown shown : finding.shown()) {
      if (!shown.title().isEmpty()) {
        text.append("**").append(shown.title()).append("**\n\n");
      }
      text.append(shown.table().markdown()).append('\n');
    }
    finding.remarks().forEach(remark -> text.append(remark.strip()).append("\n\n"));
    data(text, figure, finding, folder);
    return text.toString();
  }

  private static void claims(StringBuilder text, Finding finding) {
    if (finding.claims().isEmpty()) {
      return;
    }
    text.append("| | published | reproduced | |\n|---|---|---|---|\n");
    for (Claim claim : finding.claims()) {
      text.append("| ").append(claim.subject());
      text.append(" | ").append(claim.published());
      text.append(" | ").append(claim.reproduced());
      text.append(" | ").append(claim.verdict());
      text.append(claim.reason().isEmpty() ? "" : ": " + claim.reason()).append(" |\n");
    }
    text.append('\n');
  }

  private static void data(StringBuilder text, Figure figure, Finding finding, String folder) {
    if (finding.data().isEmpty()) {
      return;
    }
    text.append("Data:");
    String before = " ";
    for (DataTable table : finding.data()) {
      String file = fileName(figure, table.name()) + ".csv";
      text.append(before).append('[').append(file).append("](").append(folder).append(file);
      text.append(')');
      before = ", ";
    }
    text.append(".\n\n");
  }

  /** {@return what a file of {@code figure} is called, without ending} */
  static String fileName(Figure figure, String part) {
    return figure.id().name() + (part.isEmpty() ? "" : "-" + part);
  }
}
