package dev.drover.lab.calculation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CalculationTest {
  /** By hand; 992 is the number below 1000 that makes one look longest (A025018 of the OEIS). */
  @ParameterizedTest
  @CsvSource({"4,2", "6,3", "8,3", "10,3", "12,5", "98,19", "220,23", "992,73"})
  void smallestPrime_knownNumbers_areTheirs(int n, int p) {
    assertThat(Goldbach.smallestPrime(n)).isEqualTo(p);
  }

  @Test
  void smallestPrime_anyNumber_isWhatAnotherTestOfPrimesFinds() {
    long seed = RandomGenerator.getDefault().nextLong();
    RandomGenerator random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      int n = 4 + 2 * random.nextInt(4_999_998);
      int expected = 2;
      while (!probablePrime(expected) || !probablePrime(n - expected)) {
        expected++;
      }
      assertThat(Goldbach.smallestPrime(n)).as("n %d, seed %d", n, seed).isEqualTo(expected);
    }
  }

  private static boolean probablePrime(int n) {
    return BigInteger.valueOf(n).isProbablePrime(40);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -2, 0, 2, 5, 10_000_002, Integer.MAX_VALUE})
  void smallestPrime_whatHasNone_isRefused(int n) {
    assertThatThrownBy(() -> Goldbach.smallestPrime(n))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Integer.toString(n));
  }

  @Test
  void messages_onTheWire_areTheseBytes() {
    assertThat(HexFormat.of().formatHex(new Question(258, 100).encode()))
        .isEqualTo("44517374" + "0000000000000102" + "00000064");
    assertThat(HexFormat.of().formatHex(new Question(258, 100).answer().encode()))
        .isEqualTo("44416e73" + "0000000000000102" + "00000064" + "00000003");
    assertThat(Question.decode(new Question(-1, 4).encode())).isEqualTo(new Question(-1, 4));
    assertThat(Answer.decode(new Answer(7, 12, 5).encode())).isEqualTo(new Answer(7, 12, 5));
  }

  @Test
  void messages_thatAreSomethingElse_areRefused() {
    byte[] question = new Question(1, 100).encode();
    assertThatThrownBy(() -> Answer.decode(question)).hasMessage("an answer has 20 bytes, not 16");
    question[0] ^= 1;
    assertThatThrownBy(() -> Question.decode(question))
        .hasMessage("a question begins with 44517374, not 45517374");
    byte[] odd = new Question(1, 101).encode();
    assertThatThrownBy(() -> CalculationService.reply(odd))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void stream_ofQuestions_isAnsweredInOrderUntilItEnds() throws IOException {
    ByteArrayOutputStream questions = new ByteArrayOutputStream();
    for (int i = 0; i < 1000; i++) {
      questions.write(new Question(i, 4 + 2 * i).encode());
    }
    ByteArrayOutputStream answers = new ByteArrayOutputStream();

    CalculationService.serve(new ByteArrayInputStream(questions.toByteArray()), answers);

    List<Answer> heard = new ArrayList<>();
    for (ByteBuffer all = ByteBuffer.wrap(answers.toByteArray()); all.hasRemaining(); ) {
      byte[] one = new byte[Answer.BYTES];
      all.get(one);
      heard.add(Answer.decode(one));
    }
    assertThat(heard).hasSize(1000);
    for (int i = 0; i < 1000; i++) {
      assertThat(heard.get(i)).isEqualTo(new Question(i, 4 + 2 * i).answer());
    }
  }

  @Test
  void stream_thatEndsWithinAQuestion_breaks() {
    byte[] half = new byte[5];
    assertThatThrownBy(() ->
            CalculationService.serve(new ByteArrayInputStream(half), new ByteArrayOutputStream()))
        .isInstanceOf(IOException.class)
        .hasMessage("not a question: a question has 16 bytes, not 5");
  }
}
