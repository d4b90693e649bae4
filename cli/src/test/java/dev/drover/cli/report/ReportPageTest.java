package dev.drover.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.cli.command.CommandFailure;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

final class ReportPageTest {
  private static final String PAGE = ReportPage.of(SampleRuns.file());

  @Test
  void of_sampleRuns_isWellFormed() throws Exception {
    Document page =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(PAGE.getBytes(StandardCharsets.UTF_8)));
    assertThat(page.getElementsByTagName("svg").getLength()).isEqualTo(4);
    assertThat(page.getElementsByTagName("section").getLength()).isEqualTo(3);
    assertThat(page.getElementsByTagName("script").getLength()).isZero();
  }

  @Test
  void of_sampleRuns_refersToNothingOutside() {
    assertThat(PAGE).doesNotContainPattern("(?i)(src|href|action)\\s*=");
    assertThat(PAGE).doesNotContainPattern("(?i)url\\(|@import");
    String others = PAGE.replaceAll("xmlns=\"http://www\\.w3\\.org/[^\"]*\"", "");
    assertThat(others).doesNotContainPattern(Pattern.compile("https?:"));
  }

  @Test
  void of_sampleRuns_showsReasonsEscaped() {
    assertThat(PAGE).contains("&lt;fewer&gt; rounds &amp; no second pass");
  }

  @Test
  void of_runsThatDiffer_marksTheBest() {
    assertThat(PAGE).containsPattern("<td class=\"n best\">[0-9.]+ s</td>");
  }

  @Test
  void of_runWithoutWorkloads_leavesThemOut() {
    var run = SampleRuns.file().runs().getFirst();
    var unwatched =
        new dev.drover.control.result.RunResult(
            run.policy(), run.evacuation(), run.migrations(), Optional.empty(), run.timeline());
    String page =
        ReportPage.of(new RunFile(Optional.empty(), Optional.empty(), List.of(unwatched)));
    assertThat(page).doesNotContain("Time against loss").contains("–");
  }

  @Test
  void read_whatWasWritten_isTheSame(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("runs.json");
    Files.writeString(file, SampleRuns.file().json());
    assertThat(RunFile.read(file)).isEqualTo(SampleRuns.file());
  }

  @Test
  void read_otherJson_saysWhatItIsNot(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("other.json");
    for (String text : List.of("{}", "[]", "{\"runs\": []}", "{\"policy\": 3}", "nonsense", "")) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> RunFile.read(file))
          .as(text)
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("other.json");
    }
  }
}
