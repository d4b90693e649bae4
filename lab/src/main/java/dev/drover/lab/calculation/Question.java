package dev.drover.lab.calculation;

import java.nio.ByteBuffer;

/**
 * A request as it goes over the wire, {@link #BYTES} long, big-endian: 4 bytes {@code DQst}, 8
 * bytes id, 4 bytes n.
 *
 * @param id comes back with the answer
 * @param n the even number
 */
public record Question(long id, int n) {
  public static final int BYTES = 16;
  private static final int MAGIC = 0x44517374;

  /** {@return the question in {@link #BYTES} bytes} */
  public byte[] encode() {
    return ByteBuffer.allocate(BYTES).putInt(MAGIC).putLong(id).putInt(n).array();
  }

  /**
   * Reads a question.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static Question decode(byte[] bytes) {
    ByteBuffer buffer = Answer.checked(bytes, BYTES, MAGIC, "a question");
    return new Question(buffer.getLong(), buffer.getInt());
  }

  /**
   * {@return the answer}
   *
   * @throws IllegalArgumentException when there is none
   */
  public Answer answer() {
    return new Answer(id, n, Goldbach.smallestPrime(n));
  }
}
