package dev.drover.cli.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The generator at a controller that copies its answers together. */
@Timeout(60)
final class GeneratorTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  /** Longer than any test lasts. */
  private static final Duration EVER = Duration.ofMinutes(2);

  @Test
  void answers_ofSeveralSwitches_areCounted() throws IOException {
    try (EchoController echo = EchoController.start();
        Generator generator = new Generator(echo.address(), 3, () -> Duration.ZERO, EVER)) {
      generator.introduce();
      Answers answers = generator.ask(3, 8, SHORT, SHORT, 1000);
      assertThat(answers.answered()).isGreaterThanOrEqualTo(1000);
      assertThat(answers.unanswered()).isZero();
      assertThat(answers.latencies().getTotalCount()).isEqualTo(answers.answered());
      assertThat(answers.perSecond())
          .isCloseTo(answers.answered() / (answers.took().toNanos() / 1e9), offset(1.0));
    }
  }

  @Test
  void switch_thatAsksOneAtATime_waitsForEachAnswer() throws IOException {
    try (EchoController echo = EchoController.start();
        Generator generator = new Generator(echo.address(), 2, () -> Duration.ZERO, EVER)) {
      generator.introduce();
      Answers answers = generator.ask(1, 1, SHORT, SHORT, 100);
      double busy = answers.latencies().getMean() * answers.answered();
      // One question was open when counting began. The histogram keeps three digits.
      double longest = answers.latencies().getMaxValue();
      assertThat(busy).isLessThan(1.01 * (answers.took().toNanos() + longest));
      assertThat(answers.answered()).isGreaterThanOrEqualTo(100);
    }
  }

  @Test
  void generators_oneAfterTheOther_findTheSameController() throws IOException {
    try (EchoController echo = EchoController.start()) {
      for (int i = 0; i < 3; i++) {
        try (Generator generator = new Generator(echo.address(), 1, () -> Duration.ZERO)) {
          generator.introduce();
          assertThat(generator.ask(1, 4, SHORT, SHORT).answered()).isPositive();
        }
      }
    }
  }

  @Test
  void controller_thatCloses_isAFault() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
      try (Generator generator = new Generator(address, 1, () -> Duration.ZERO)) {
        server.accept().close();
        assertThatThrownBy(generator::introduce).isInstanceOf(IOException.class);
      }
    }
  }
}
