package dev.drover.xia.identity;

import dev.drover.xia.packet.MalformedPacket;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Something said and signed: about what ({@code kind}), by whom, the how-many-th thing (a counter
 * that only grows, so that nothing said can be said again by another), and what.
 *
 * <pre>kind u8 │ counter u64 │ key 32 │ body length u16 │ body │ signature 64</pre>
 *
 * <p>Signed is all before the signature, after the words {@code drover xia statement}: no signature
 * of something else is taken for one.
 */
public final class Statement {
  private static final byte[] DOMAIN = "drover xia statement\0".getBytes(StandardCharsets.US_ASCII);
  private static final int BEFORE_BODY = 1 + 8 + PublicKey.BYTES + 2;

  private final Kind kind;
  private final long counter;
  private final PublicKey signer;
  private final byte[] body;
  private final byte[] signature;

  /** What a statement is about; one kind is never taken for another. */
  public enum Kind {
    /** A gateway is there, for a domain. */
    BEACON(1),
    /** A host is there, on this link. */
    REGISTRATION(2),
    /** Which links a router has. */
    LINK_STATE(3),
    /** A name stands for an address. */
    NAME(4),
    /** A stream's end has another address. */
    MIGRATE(5),
    /** Another router is nearer. */
    REDIRECT(6),
    /** A host may speak for a virtual machine on it. */
    CUSTODY(7),
    /** A router speaks for a domain. */
    GATEWAY(8),
    /** A host carries virtual machines, says its domain. */
    CARRIER(9);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    static Kind of(int number) {
      for (Kind kind : values()) {
        if (kind.number == number) {
          return kind;
        }
      }
      throw new MalformedPacket("no statement is of kind " + number);
    }
  }

  private Statement(Kind kind, long counter, PublicKey signer, byte[] body, byte[] signature) {
    this.kind = kind;
    this.counter = counter;
    this.signer = signer;
    this.body = body;
    this.signature = signature;
  }

  /** {@return a statement by {@code by}; {@code counter} must be above any it has used} */
  public static Statement sign(Identity by, Kind kind, long counter, byte[] body) {
    if (body.length > 0xFFFF) {
      throw new IllegalArgumentException("a body must have at most 65535 bytes: " + body.length);
    }
    byte[] signature = by.sign(signed(kind, counter, by.publicKey(), body));
    return new Statement(kind, counter, by.publicKey(), body.clone(), signature);
  }

  private static byte[] signed(Kind kind, long counter, PublicKey signer, byte[] body) {
    ByteBuffer bytes = ByteBuffer.allocate(DOMAIN.length + BEFORE_BODY + body.length);
    bytes.put(DOMAIN);
    write(bytes, kind, counter, signer, body);
    return bytes.array();
  }

  private static void write(
      ByteBuffer bytes, Kind kind, long counter, PublicKey signer, byte[] body) {
    bytes.put((byte) kind.number).putLong(counter).put(signer.bytes());
    bytes.putShort((short) body.length).put(body);
  }

  /**
   * Reads one and moves past it. It may be a lie: ask {@link #genuine()}.
   *
   * @throws MalformedPacket when it is none
   */
  public static Statement read(ByteBuffer bytes) {
    try {
      Kind kind = Kind.of(bytes.get() & 0xFF);
      long counter = bytes.getLong();
      byte[] key = new byte[PublicKey.BYTES];
      bytes.get(key);
      byte[] body = new byte[bytes.getShort() & 0xFFFF];
      bytes.get(body);
      byte[] signature = new byte[PublicKey.SIGNATURE_BYTES];
      bytes.get(signature);
      return new Statement(kind, counter, new PublicKey(key), body, signature);
    } catch (BufferUnderflowException e) {
      throw new MalformedPacket("a statement ends early");
    }
  }

  /** {@return it as it goes over the wire} */
  public byte[] encode() {
    ByteBuffer bytes = ByteBuffer.allocate(BEFORE_BODY + body.length + signature.length);
    write(bytes, kind, counter, signer, body);
    return bytes.put(signature).array();
  }

  /** {@return whether its signer signed it; takes about a millisecond} */
  public boolean genuine() {
    return signer.verifies(signed(kind, counter, signer, body), signature);
  }

  public Kind kind() {
    return kind;
  }

  public long counter() {
    return counter;
  }

  public PublicKey signer() {
    return signer;
  }

  /** {@return a view of what is said, from 0 to its limit} */
  public ByteBuffer body() {
    return ByteBuffer.wrap(body).asReadOnlyBuffer();
  }
}
