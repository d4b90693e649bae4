package dev.drover.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.house.Drover.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user gets wrong beside a running lab: one line that says what, where and what to do. */
@Order(HouseExtension.LAST)
@ExtendWith(HouseExtension.class)
final class BadInputTest {
  private final House house;

  @TempDir private Path directory = Path.of("");

  BadInputTest(House house) {
    this.house = house;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          migrate web h9     | 2 | no host 'h9' | it has h1, h2, h3
          evacuate h9        | 2 | no host 'h9' | it has h1, h2, h3
          migrate nosuch h1  | 2 | no vm 'nosuch' | web
          migrate big h3     | 3 | big | memory
          """)
  void move_impossible_saysOneLineAndMovesNothing(
      String words, int code, String what, String help) {
    String before = house.settled("big");
    Ended ended = Drover.run((words + " --lab " + house.name()).split(" "));
    assertOneLine(ended, code);
    assertThat(ended.err()).contains(what).contains(help);
    assertThat(house.processes("big")).containsExactly(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          name: urgent                       | name: web           | 'web' is used twice
          host: h3                           | host: h7            | 'h7' is unknown
          rate: 100Mbit/s                    | rate: 100Mbits      | 100Mbits
          memory: 400MiB                     | memory: 400MX       | 400MX
          {lower: 10Mbit/s, upper: 40Mbit/s} | {lower: 50Mbit/s, upper: 40Mbit/s} | lower
          kind: outgoing                     | kind: sideways      | sideways
          """)
  void labUp_wrongFile_namesFileAndLine(String right, String wrong, String what)
      throws IOException {
    String text = House.fileText().replace("NAME", "e2ebad");
    assertThat(text).contains(right);
    int at = text.indexOf(right);
    String broken = text.substring(0, at) + wrong + text.substring(at + right.length());
    Path file = Files.writeString(directory.resolve("lab.yaml"), broken);

    Ended ended = Drover.run("lab", "up", file.toString());

    assertOneLine(ended, 2);
    long line = broken.substring(0, at).lines().count();
    assertThat(ended.err()).contains(what).startsWith("drover: " + file + ":" + line + ":");
    assertThat(Path.of("/run/drover/labs/e2ebad")).doesNotExist();
  }

  @Test
  void labUp_nameTaken_leavesTheRunningLabAlone() throws IOException {
    String text = House.fileText().replace("NAME", house.name());
    Path file = Files.writeString(directory.resolve("lab.yaml"), text);

    Ended ended = Drover.run("lab", "up", file.toString());

    assertOneLine(ended, 1);
    assertThat(ended.err()).contains("exists already").contains("drover lab down " + house.name());
    assertThat(house.settled("big")).isNotEmpty();
  }

  @Test
  void command_unknownLab_saysWhichRun() {
    Ended ended = Drover.run("status", "--lab", "nosuchlab");
    assertOneLine(ended, 2);
    assertThat(ended.err()).contains("no lab 'nosuchlab' is running").contains(house.name());
  }

  @Test
  void labDown_unknownLab_saysWhichThereAre() {
    Ended ended = Drover.run("lab", "down", "nosuchlab");
    assertThat(ended.code()).as(ended.all()).isIn(1, 2);
    assertThat(ended.err().lines()).as(ended.all()).hasSize(1);
    assertThat(ended.err()).contains("nosuchlab").contains(house.name());
  }

  @Test
  void command_withoutRoot_saysThatItNeedsRoot() {
    Ended status = Drover.runWithoutRoot("status", "--lab", house.name());
    assertOneLine(status, 2);
    assertThat(status.err()).contains("needs root").contains("sudo");
    Ended down = Drover.runWithoutRoot("lab", "down", house.name());
    assertThat(down.code()).as(down.all()).isIn(1, 2);
    assertThat(down.err().lines()).as(down.all()).hasSize(1);
    assertThat(down.err()).contains("needs root").contains("sudo");
    assertThat(house.settled("big")).isNotEmpty();
  }

  private static void assertOneLine(Ended ended, int code) {
    assertThat(ended.code()).as(ended.all()).isEqualTo(code);
    assertThat(ended.err().lines()).as(ended.all()).hasSize(1);
    assertThat(ended.err()).startsWith("drover: ");
  }
}
