package dev.drover.cli.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import picocli.CommandLine;

/** What holds for every figure, those included that are yet to come. */
final class FiguresTest {
  private static final Effort EFFORT = new Effort(1, true);

  @TempDir private Path folder = Path.of("");

  static Stream<Figure> all() {
    return Figures.all().stream();
  }

  static Stream<Figure> withoutRuns() {
    return all().filter(figure -> figure.trials(EFFORT).isEmpty());
  }

  @Test
  void all_names_areDifferentAndFound() {
    List<String> names = all().map(figure -> figure.id().toString()).toList();
    assertThat(names).doesNotHaveDuplicates();
    for (String name : names) {
      assertThat(Figures.named(name)).singleElement().matches(f -> f.id().toString().equals(name));
    }
    assertThat(Figures.named("all"))
        .hasSize((int) all().filter(figure -> !figure.id().paper().isMeasured()).count())
        .hasSizeLessThan(names.size());
    assertThat(Figures.named("e-n-lab")).isNotEmpty();
    assertThat(Figures.named("s-core-lab")).isNotEmpty();
    assertThat(Figures.named("xia")).hasSize(3);
    assertThat(Figures.named("traffic-aware")).hasSize(3);
    assertThat(Figures.named("nonsense")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("all")
  void trials_ofAFigure_areDifferentFromEachOther(Figure figure) {
    List<Trial> trials = figure.trials(EFFORT);
    assertThat(trials).doesNotHaveDuplicates();
    assertThat(trials.stream().map(Trial::label)).doesNotHaveDuplicates();
    assertThat(figure.trials(EFFORT)).isEqualTo(trials);
  }

  @ParameterizedTest
  @MethodSource("withoutRuns")
  void page_ofAFigure_namesFilesThatAreThereAndPlotsThatAreWhole(Figure figure) throws Exception {
    Finding finding = figure.evaluate(EFFORT, new Outcomes(Map.of()));
    new ResultFolder(folder).write(figure, finding, "./drover reproduce " + figure.id());
    String page = Files.readString(new ResultFolder(folder).page(figure.id().paper()));
    assertThat(page).contains("## " + figure.title(), "| published | reproduced |");
    for (String link : page.split("]\\(", -1)) {
      String target = link.substring(0, Math.max(0, link.indexOf(')')));
      if (target.startsWith(figure.id().paper().file() + "/")) {
        assertThat(folder.resolve(target)).isNotEmptyFile();
      }
    }
    for (Finding.Plot plot : finding.plots()) {
      assertTextsAreInside(plot.svg());
    }
  }

  @Test
  void command_wrongArguments_saysWhatToDo() {
    assertThat(run("traffic-aware/technique", "--out", folder.toString())).isZero();
    assertThat(run("nonsense", "--out", folder.toString())).isNotZero();
    assertThat(run("traffic-aware", "--seeds", "0", "--out", folder.toString())).isNotZero();
    assertThat(run()).isNotZero();
  }

  @Test
  void command_jsonOfAFigureThatHasNone_isRefusedInOneLine() {
    StringWriter err = new StringWriter();
    String file = folder.resolve("cells.json").toString();

    int code =
        new CommandLine(new ReproduceCommand())
            .setErr(new PrintWriter(err))
            .setExecutionExceptionHandler((e, line, _) -> {
              line.getErr().println(e.getMessage());
              return 2;
            })
            .execute("traffic-aware/technique", "--json", file, "--out", folder.toString());

    assertThat(code).isEqualTo(2);
    assertThat(err.toString().strip())
        .isEqualTo(
            "--json is for xia/table1 and xia/table2; traffic-aware/technique has CSV files beside"
                + " its page");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void command_aFigureOfAPage_leavesNoUnfinishedFile() throws IOException {
    run("traffic-aware", "--out", folder.toString());
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
    }
  }

  private static int run(String... arguments) {
    return new CommandLine(new ReproduceCommand())
        .setErr(new PrintWriter(new StringWriter()))
        .execute(arguments);
  }

  private static void assertTextsAreInside(String svg) throws Exception {
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
            .getDocumentElement();
    String[] box = root.getAttribute("viewBox").split(" ", -1);
    NodeList texts = root.getElementsByTagName("text");
    assertThat(texts.getLength()).isPositive();
    for (int i = 0; i < texts.getLength(); i++) {
      Element text = (Element) texts.item(i);
      assertThat(Double.parseDouble(text.getAttribute("x")))
          .as(text.getTextContent())
          .isBetween(0.0, Double.parseDouble(box[2]));
      assertThat(Double.parseDouble(text.getAttribute("y")))
          .as(text.getTextContent())
          .isBetween(0.0, Double.parseDouble(box[3]));
    }
  }
}
