package dev.drover.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.drover.agent.flow.DatapathFlow.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Text that is cut, changed and made up: nothing is thrown but what says that it is no answer. */
final class HostileFlowTextTest {
  private final DatapathFlow flow = new DatapathFlow();

  @Test
  void line_cutAnywhere_isReadWithoutHarm() {
    for (String whole : new String[] {DatapathFlowTest.TCP, DatapathFlowTest.VERBOSE}) {
      byte[] text = whole.getBytes(StandardCharsets.UTF_8);
      for (int length = 0; length <= text.length; length++) {
        // What is behind the end must not matter.
        byte[] cut = Arrays.copyOf(text, length);
        assertThat(flow.read(text, length)).isEqualTo(new DatapathFlow().read(cut, length));
      }
    }
  }

  @Test
  void line_changedAtRandom_staysWithinBounds() {
    Random random = new Random(1);
    String alphabet = ",(): /=.0123456789abcdefxs-\\\"\n\u0000";
    int pairs = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] text =
          (i % 2 == 0 ? DatapathFlowTest.TCP : DatapathFlowTest.VERBOSE)
              .getBytes(StandardCharsets.UTF_8);
      for (int change = random.nextInt(12); change >= 0; change--) {
        int at = random.nextInt(text.length);
        text[at] =
            random.nextInt(10) == 0
                ? (byte) random.nextInt()
                : (byte) alphabet.charAt(random.nextInt(alphabet.length()));
      }
      if (flow.read(text, random.nextInt(text.length + 1)) == Kind.PAIR) {
        pairs++;
        assertThat(flow.bytes()).isNotNegative();
        assertThat(flow.idleMs()).isNotNegative();
        assertThat(flow.id()).isNotZero();
        // Refuses what is out of range.
        assertThatCode(() -> FlowKey.of(flow.addresses(), flow.transport()))
            .doesNotThrowAnyException();
      }
    }
    assertThat(pairs).isPositive();
  }

  @Test
  void answer_anyBytes_isReadOrRefused() {
    Random random = new Random(2);
    byte[] good =
        ("{\"id\":0,\"result\":\"flow-dump:\\n" + DatapathFlowTest.TCP + "\\n\",\"error\":null}")
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 50_000; i++) {
      byte[] text = Arrays.copyOf(good, random.nextInt(good.length + 1));
      for (int change = random.nextInt(6); change > 0 && text.length > 0; change--) {
        text[random.nextInt(text.length)] = (byte) random.nextInt();
      }
      ReplyReader reader = ReplyReaderTest.reader(text, 1 + random.nextInt(40));
      try {
        reader.read(new ReplyReaderTest.Collected());
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("Open vSwitch");
      }
    }
  }
}
