package dev.drover.lab.calculation;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Answers questions, whatever brings them. Keeps nothing between two questions. */
public final class CalculationService {
  private CalculationService() {}

  /**
   * Answers what comes on a stream until it ends.
   *
   * @throws IOException when the stream breaks or brings something that is no question
   */
  public static void serve(InputStream questions, OutputStream answers) throws IOException {
    InputStream in = new BufferedInputStream(questions);
    OutputStream out = new BufferedOutputStream(answers);
    while (true) {
      byte[] bytes = in.readNBytes(Question.BYTES);
      if (bytes.length == 0) {
        return;
      }
      try {
        out.write(Question.decode(bytes).answer().encode());
      } catch (IllegalArgumentException e) {
        throw new IOException("not a question: " + e.getMessage(), e);
      }
      // Those who asked many at once, as after a pause, are answered many at once.
      if (in.available() < Question.BYTES) {
        out.flush();
      }
    }
  }

  /**
   * {@return the answer to a datagram}
   *
   * @throws IllegalArgumentException when it is no question
   */
  public static byte[] reply(byte[] question) {
    return Question.decode(question).answer().encode();
  }
}
