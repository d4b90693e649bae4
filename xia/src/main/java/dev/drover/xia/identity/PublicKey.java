package dev.drover.xia.identity;

import dev.drover.xia.address.Xid;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** The public half of an {@link Identity}: 32 bytes, as RFC 8032 has them. */
public final class PublicKey {
  public static final int BYTES = 32;
  public static final int SIGNATURE_BYTES = 64;

  /** What X.509 has before the 32 bytes of an Ed25519 key (RFC 8410). */
  private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final byte[] bytes;

  /** Takes the bytes as they are; whether they are a key shows when something is verified. */
  public PublicKey(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a public key must have 32 bytes, not " + bytes.length);
    }
    this.bytes = bytes.clone();
  }

  static PublicKey of(java.security.PublicKey key) {
    byte[] encoded = key.getEncoded();
    return new PublicKey(Arrays.copyOfRange(encoded, PREFIX.length, encoded.length));
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  /** {@return the identifier that only who has the other half can speak for} */
  public Xid xid(int type) {
    return Xid.hash(type, bytes);
  }

  /** {@return whether the other half signed {@code message}; false for what is no key at all} */
  public boolean verifies(byte[] message, byte[] signature) {
    byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + BYTES);
    System.arraycopy(bytes, 0, encoded, PREFIX.length, BYTES);
    try {
      Signature verifier = Signature.getInstance(Identity.ALGORITHM);
      verifier.initVerify(
          KeyFactory.getInstance(Identity.ALGORITHM)
              .generatePublic(new X509EncodedKeySpec(encoded)));
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicKey key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
