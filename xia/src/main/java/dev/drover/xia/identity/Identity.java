package dev.drover.xia.identity;

import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/**
 * A key pair (Ed25519). Whoever has it is the host, or the service, whose identifier is the hash of
 * its public half, and can prove it.
 */
public final class Identity {
  static final String ALGORITHM = "Ed25519";

  private final PublicKey publicKey;
  private final PrivateKey privateKey;

  private Identity(PublicKey publicKey, PrivateKey privateKey) {
    this.publicKey = publicKey;
    this.privateKey = privateKey;
  }

  /** {@return a new one that nobody else has} */
  public static Identity generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      return new Identity(PublicKey.of(pair.getPublic()), pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /**
   * Reads what {@link #secret()} gave.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static Identity ofSecret(byte[] secret) {
    if (secret.length <= PublicKey.BYTES) {
      throw new IllegalArgumentException("a secret key has more than " + secret.length + " bytes");
    }
    try {
      PublicKey publicKey = new PublicKey(Arrays.copyOf(secret, PublicKey.BYTES));
      PrivateKey privateKey =
          KeyFactory.getInstance(ALGORITHM)
              .generatePrivate(
                  new PKCS8EncodedKeySpec(
                      Arrays.copyOfRange(secret, PublicKey.BYTES, secret.length)));
      Identity identity = new Identity(publicKey, privateKey);
      byte[] proof = {1};
      if (!publicKey.verifies(proof, identity.sign(proof))) {
        throw new IllegalArgumentException("the halves of the secret key do not belong together");
      }
      return identity;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a secret key: " + e.getMessage(), e);
    }
  }

  /** {@return the whole pair, to be kept where nobody else can read it} */
  public byte[] secret() {
    byte[] encoded = privateKey.getEncoded();
    byte[] secret = Arrays.copyOf(publicKey.bytes(), PublicKey.BYTES + encoded.length);
    System.arraycopy(encoded, 0, secret, PublicKey.BYTES, encoded.length);
    return secret;
  }

  public PublicKey publicKey() {
    return publicKey;
  }

  /** {@return the host that has this key} */
  public Xid hid() {
    return publicKey.xid(XidType.HID);
  }

  /** {@return the service that has this key} */
  public Xid sid() {
    return publicKey.xid(XidType.SID);
  }

  /** {@return the administrative domain that has this key} */
  public Xid ad() {
    return publicKey.xid(XidType.AD);
  }

  /** {@return 64 bytes} */
  public byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(privateKey);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  private static AssertionError missing(GeneralSecurityException e) {
    return new AssertionError("every JDK from 15 on has Ed25519", e);
  }
}
