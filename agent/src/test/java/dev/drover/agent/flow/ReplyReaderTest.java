package dev.drover.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplyReaderTest {
  static final class Collected implements ReplyReader.Lines {
    final List<String> lines = new ArrayList<>();
    int tooLong;

    @Override
    public void line(byte[] text, int length) {
      lines.add(new String(text, 0, length, StandardCharsets.UTF_8));
    }

    @Override
    public void tooLong() {
      tooLong++;
    }
  }

  private final Collected collected = new Collected();

  static ReplyReader reader(byte[] text, int piece) {
    ByteArrayInputStream in = new ByteArrayInputStream(text);
    return new ReplyReader(buffer -> in.read(buffer, 0, Math.min(piece, buffer.length)));
  }

  private static ReplyReader reader(String text) {
    return reader(text.getBytes(StandardCharsets.UTF_8), 3);
  }

  @Test
  void read_openVSwitchAnswer_givesItsLines() throws IOException {
    reader(
            "{\"id\":0,\"result\":\"one\\ntwo \\\"quoted\\\" \\\\ \\u00e9\\n\\nlast\",\"error\":null}")
        .read(collected);
    assertThat(collected.lines).containsExactly("one", "two \"quoted\" \\ ?", "", "last");
  }

  @Test
  void read_twoAnswersInOneStream_areTwo() throws IOException {
    ReplyReader reader =
        reader("{\"id\":0,\"result\":\"a\\n\",\"error\":null}\n{ \"result\" : \"b\" }");
    reader.read(collected);
    reader.read(collected);
    assertThat(collected.lines).containsExactly("a", "b");
  }

  @Test
  void read_refusal_saysWhatOpenVSwitchSays() {
    ReplyReader reader =
        reader("{\"id\":0,\"error\":\"datapath not found (Invalid argument)\\n\"}");
    assertThatThrownBy(() -> reader.read(collected))
        .isInstanceOf(IOException.class)
        .hasMessage("Open vSwitch says: datapath not found (Invalid argument)");
  }

  @Test
  void read_lineWithoutEnd_isPassedOverInBoundedMemory() throws IOException {
    String endless = "x".repeat(100 * ReplyReader.MAX_LINE);
    reader("{\"result\":\"short\\n" + endless + "\\nafter\\n\"}").read(collected);
    assertThat(collected.lines).containsExactly("short", "after");
    assertThat(collected.tooLong).isEqualTo(1);
  }

  @Test
  void read_streamEnds_isSaid() {
    ReplyReader reader = reader("{\"id\":0,\"result\":\"half a li");
    assertThatThrownBy(() -> reader.read(collected)).isInstanceOf(EOFException.class);
    assertThat(collected.lines).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "{}", "{\"id\":0}", "{\"result\":{}}", "{\"result\":\"\\q\"}", "HTTP"})
  void read_noAnswer_isRefused(String text) {
    ReplyReader reader = reader(text);
    assertThatThrownBy(() -> reader.read(collected)).isInstanceOf(IOException.class);
  }
}
