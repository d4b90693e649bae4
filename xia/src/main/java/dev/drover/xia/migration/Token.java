package dev.drover.xia.migration;

import dev.drover.xia.address.Xid;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret of one migration, which the two hosts' agents share: who has it may send. It never
 * goes over the network that the migration takes.
 */
public final class Token {
  private static final byte[] DOMAIN = "drover xia migration\0".getBytes(StandardCharsets.US_ASCII);
  private static final int LEAST = 16;
  private static final int MOST = 64;
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;
  private final String text;

  private Token(byte[] secret) {
    this.key = new SecretKeySpec(secret, ALGORITHM);
    this.text = HexFormat.of().formatHex(secret);
  }

  /** {@return a new one} */
  public static Token generate(RandomGenerator random) {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    return new Token(secret);
  }

  /**
   * Reads what {@link #secret} gave.
   *
   * @throws IllegalArgumentException when it is not 16 to 64 bytes in hex
   */
  public static Token parse(String hex) {
    byte[] secret;
    try {
      secret = HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException e) {
      // Its message would have the secret in it.
      throw new IllegalArgumentException("the token is not written in pairs of hex digits");
    }
    if (secret.length < LEAST || secret.length > MOST) {
      throw new IllegalArgumentException(
          "the token must have %d to %d bytes, not %d".formatted(LEAST, MOST, secret.length));
    }
    return new Token(secret);
  }

  /** {@return it in hex} */
  public String secret() {
    return text;
  }

  /**
   * {@return the proof that {@code sender} has this token, of no use to anybody else}
   *
   * @param sender that opens a connection, an identifier that its STREAM has proved
   * @param receiver that it is opened to
   */
  Digest proof(Xid sender, Xid receiver, long session, int connection, Profile profile, String vm) {
    byte[] name = vm.getBytes(StandardCharsets.UTF_8);
    ByteBuffer said = ByteBuffer.allocate(DOMAIN.length + 2 * Xid.BYTES + 13 + name.length);
    said.put(DOMAIN);
    sender.write(said, said.position());
    receiver.write(said, said.position() + Xid.BYTES);
    said.position(said.position() + 2 * Xid.BYTES);
    said.putLong(session).putInt(connection).put((byte) profile.code()).put(name);
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Digest.of(mac.doFinal(said.array()));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has " + ALGORITHM, e);
    }
  }

  /** {@return nothing of the secret} */
  @Override
  public String toString() {
    return "token";
  }
}
