package dev.drover.xia.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.drover.xia.address.XidType;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdentityTest {
  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /** The second test vector of RFC 8032, 7.1, behind the PKCS #8 header of RFC 8410. */
  private static final byte[] PUBLIC =
      hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");

  private static final byte[] SECRET =
      hex(
          HexFormat.of().formatHex(PUBLIC)
              + "302e020100300506032b657004220420"
              + "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");

  private static final byte[] SIGNATURE =
      hex(
          "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
              + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");

  @Test
  void identity_ofTheRfcsKey_signsAsItSays() {
    Identity identity = Identity.ofSecret(SECRET);
    assertThat(identity.publicKey()).isEqualTo(new PublicKey(PUBLIC));
    assertThat(identity.sign(new byte[] {0x72})).isEqualTo(SIGNATURE);
    assertThat(identity.publicKey().verifies(new byte[] {0x72}, SIGNATURE)).isTrue();
    assertThat(identity.secret()).isEqualTo(SECRET);
  }

  @Test
  void identifiers_areTheHashOfTheKey() throws Exception {
    Identity identity = Identity.ofSecret(SECRET);
    byte[] digest = java.security.MessageDigest.getInstance("SHA-256").digest(PUBLIC);
    assertThat(identity.hid().id()).isEqualTo(Arrays.copyOf(digest, 20));
    assertThat(identity.hid().type()).isEqualTo(XidType.HID);
    assertThat(identity.sid()).isEqualTo(identity.publicKey().xid(XidType.SID));
    assertThat(identity.ad().id()).isEqualTo(identity.hid().id());
  }

  @Test
  void generated_keptAsSecret_isTheSame() {
    Identity one = Identity.generate();
    Identity again = Identity.ofSecret(one.secret());
    byte[] message = "hello".getBytes(US_ASCII);
    assertThat(again.hid()).isEqualTo(one.hid());
    assertThat(one.publicKey().verifies(message, again.sign(message))).isTrue();
    assertThat(Identity.generate().hid()).isNotEqualTo(one.hid());
    assertThat(Identity.generate().publicKey().verifies(message, one.sign(message))).isFalse();
  }

  @Test
  void secret_ofTwoIdentities_isRefused() {
    byte[] mixed = Identity.generate().secret();
    System.arraycopy(PUBLIC, 0, mixed, 0, PUBLIC.length);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Identity.ofSecret(mixed))
        .withMessage("the halves of the secret key do not belong together");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Identity.ofSecret(new byte[32]))
        .withMessage("a secret key has more than 32 bytes");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void secret_damaged_isRefusedOrTheSameKey(long seed) {
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < 200; i++) {
      byte[] damaged = Arrays.copyOf(SECRET, 20 + random.nextInt(SECRET.length));
      if (random.nextBoolean()) {
        damaged = SECRET.clone();
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        assertThat(Identity.ofSecret(damaged).hid()).isEqualTo(Identity.ofSecret(SECRET).hid());
      } catch (IllegalArgumentException e) {
        refused++;
      }
    }
    assertThat(refused).as("seed %d", seed).isGreaterThan(100);
  }

  @Test
  void bytesThatAreNoKey_verifyNothing() {
    Random random = new Random(1);
    byte[] message = {1};
    for (int i = 0; i < 200; i++) {
      byte[] key = new byte[PublicKey.BYTES];
      random.nextBytes(key);
      byte[] signature = new byte[random.nextInt(4) == 0 ? random.nextInt(100) : 64];
      random.nextBytes(signature);
      assertThat(new PublicKey(key).verifies(message, signature)).isFalse();
    }
    byte[] ones = new byte[PublicKey.BYTES];
    Arrays.fill(ones, (byte) -1);
    assertThat(new PublicKey(ones).verifies(message, SIGNATURE)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> new PublicKey(new byte[31]));
  }
}
