package dev.drover.xia.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.identity.Statement.Kind;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Octets;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.packet.Quote;
import dev.drover.xia.packet.Xcmp;
import dev.drover.xia.packet.Xcmp.Redirect;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class SignedRedirectTest {
  private static final Identity ROUTER = Identity.generate();
  private static final Xid TO = Xid.parse("AD:1");
  private static final Xid BY = Xid.parse("HID:2");
  private static final Quote OFFENDING =
      Quote.of(Packet.of(Dag.chain(TO), Dag.chain(BY), NextHeader.NONE, ByteBuffer.allocate(0)));
  private static final Redirect REDIRECT = SignedRedirect.sign(ROUTER, 42, TO, BY, OFFENDING);

  private static Redirect with(byte[] proof) {
    return new Redirect(TO, BY, OFFENDING, Octets.of(proof));
  }

  @Test
  void redirect_overTheWire_isProven() {
    Redirect heard = (Redirect) Xcmp.decode(REDIRECT.encode());
    assertThat(heard).isEqualTo(REDIRECT);
    assertThat(SignedRedirect.proof(heard))
        .hasValueSatisfying(statement -> {
          assertThat(statement.signer()).isEqualTo(ROUTER.publicKey());
          assertThat(statement.counter()).isEqualTo(42);
        });
  }

  @Test
  void redirect_elsewhereByTheSameProof_isNotProven() {
    Xid elsewhere = Xid.parse("HID:3");
    assertThat(SignedRedirect.proof(new Redirect(TO, elsewhere, OFFENDING, REDIRECT.proof())))
        .isEmpty();
    assertThat(SignedRedirect.proof(new Redirect(elsewhere, BY, OFFENDING, REDIRECT.proof())))
        .isEmpty();
  }

  @Test
  void redirect_withoutProofOrWithAnotherStatement_isNotProven() {
    assertThat(SignedRedirect.proof(with(new byte[0]))).isEmpty();
    assertThat(SignedRedirect.proof(with(new byte[155]))).isEmpty();
    byte[] body = new byte[48];
    Statement.read(REDIRECT.proof().buffer()).body().get(body);
    assertThat(SignedRedirect.proof(with(Statement.sign(ROUTER, Kind.REDIRECT, 1, body).encode())))
        .isPresent();
    assertThat(SignedRedirect.proof(with(Statement.sign(ROUTER, Kind.MIGRATE, 1, body).encode())))
        .isEmpty();
  }

  @Test
  void proof_damagedOrLonger_provesNothing() {
    byte[] proof = new byte[REDIRECT.proof().length()];
    REDIRECT.proof().buffer().get(proof);
    for (int i = 0; i < proof.length; i++) {
      byte[] lie = proof.clone();
      lie[i] ^= 4;
      assertThat(SignedRedirect.proof(with(lie))).as("byte %d", i).isEmpty();
    }
    assertThat(SignedRedirect.proof(with(Arrays.copyOf(proof, proof.length + 1)))).isEmpty();
  }
}
