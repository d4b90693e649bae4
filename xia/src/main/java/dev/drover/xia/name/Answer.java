package dev.drover.xia.name;

import dev.drover.xia.address.Dag;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.identity.Statement.Kind;
import dev.drover.xia.packet.MalformedPacket;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a server says: the body of a {@link Statement} of kind {@link Kind#NAME}.
 *
 * <pre>
 * 2 u8 │ SHA-256 of the request │ type u8 │
 *   1: life u32 ms, address │ 2, 3: life │ 4: reason u8 │ 5: more u8, count u8, names
 * </pre>
 *
 * <p>The request has a number nobody can guess and says what was asked, so its hash makes an answer
 * good for that one question and no other.
 */
sealed interface Answer {
  /** The name stands for {@code address}, which may be relied on for {@code life}. */
  record Found(Dag address, Duration life) implements Answer {}

  /** Nobody has the name; no need to ask again within {@code life}. */
  record NotFound(Duration life) implements Answer {}

  /** The name is the asker's for {@code life}, zero when it was taken back. */
  record Registered(Duration life) implements Answer {}

  /** It is not. */
  record Refused(Refusal reason) implements Answer {}

  /** Names in order; {@code more} when others follow. */
  record Names(List<Name> names, boolean more) implements Answer {
    public Names {
      names = List.copyOf(names);
    }
  }

  int HASH_BYTES = 32;

  /** So that an answer fits in any link's packet. */
  int MOST_BYTES = 1_000;

  private static byte[] hash(byte[] request) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(request);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /** {@return it as the answer to {@code request}, an encoded {@link NameMessage}} */
  default Statement sign(Identity server, long counter, byte[] request) {
    ByteBuffer out = ByteBuffer.allocate(2_048);
    out.put((byte) Wire.ANSWER).put(hash(request));
    switch (this) {
      case Found(Dag address, Duration life) -> {
        Wire.put(out.put((byte) 1), life);
        Wire.put(out, address);
      }
      case NotFound(Duration life) -> Wire.put(out.put((byte) 2), life);
      case Registered(Duration life) -> Wire.put(out.put((byte) 3), life);
      case Refused(Refusal reason) -> out.put((byte) 4).put((byte) reason.number());
      case Names(List<Name> names, boolean more) -> {
        out.put((byte) 5).put((byte) (more ? 1 : 0)).put((byte) names.size());
        names.forEach(name -> Wire.put(out, name));
      }
    }
    return Statement.sign(server, Kind.NAME, counter, Arrays.copyOf(out.array(), out.position()));
  }

  /**
   * Reads an answer to {@code request} that may be a lie: ask {@link Statement#genuine()}.
   *
   * @throws MalformedPacket when it is none, or one to something else
   */
  static Answer of(Statement statement, byte[] request) {
    ByteBuffer in = statement.body();
    try {
      if (statement.kind() != Kind.NAME || in.get() != Wire.ANSWER) {
        throw new MalformedPacket("a statement of kind " + statement.kind() + " answers nothing");
      }
      byte[] asked = new byte[HASH_BYTES];
      in.get(asked);
      if (!Arrays.equals(asked, hash(request))) {
        throw new MalformedPacket("it answers another question");
      }
      Answer answer = read(in);
      if (in.hasRemaining()) {
        throw new MalformedPacket("an answer has " + in.remaining() + " bytes too many");
      }
      return answer;
    } catch (BufferUnderflowException e) {
      throw new MalformedPacket("an answer ends early");
    } catch (IllegalArgumentException e) {
      throw new MalformedPacket("an answer is wrong: " + e.getMessage());
    }
  }

  private static Answer read(ByteBuffer in) {
    int type = in.get();
    return switch (type) {
      case 1 -> found(in);
      case 2 -> new NotFound(Wire.time(in));
      case 3 -> new Registered(Wire.time(in));
      case 4 -> new Refused(Refusal.of(in.get()));
      case 5 -> names(in);
      default -> throw new MalformedPacket("no answer is of type " + type);
    };
  }

  private static Answer found(ByteBuffer in) {
    Duration life = Wire.time(in);
    return new Found(Wire.dag(in), life);
  }

  private static Answer names(ByteBuffer in) {
    boolean more = in.get() != 0;
    List<Name> names = new ArrayList<>();
    for (int left = in.get() & 0xFF; left > 0; left--) {
      names.add(Wire.name(in));
    }
    return new Names(names, more);
  }
}
