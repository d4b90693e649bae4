package dev.drover.xia.identity;

import dev.drover.xia.address.Xid;
import dev.drover.xia.identity.Statement.Kind;
import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.packet.Octets;
import dev.drover.xia.packet.Quote;
import dev.drover.xia.packet.Xcmp.Redirect;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A redirect that says who redirects: a {@link Statement} of kind {@link Kind#REDIRECT} about its
 * destination and next hop, 48 bytes, is appended to what the prototype sends, which reads it
 * without.
 */
public final class SignedRedirect {
  private SignedRedirect() {}

  /** {@return a redirect by {@code router}; {@code counter} must be above any it has used} */
  public static Redirect sign(
      Identity router, long counter, Xid destination, Xid nextHop, Quote offending) {
    Statement statement =
        Statement.sign(router, Kind.REDIRECT, counter, said(destination, nextHop).array());
    return new Redirect(destination, nextHop, offending, Octets.of(statement.encode()));
  }

  /**
   * {@return who redirects, for the how-many-th time, when that is proven; whether it is the router
   * that was asked, and whether it is new, is left to whoever asks}
   */
  public static Optional<Statement> proof(Redirect redirect) {
    try {
      ByteBuffer bytes = redirect.proof().buffer();
      Statement statement = Statement.read(bytes);
      boolean proven =
          !bytes.hasRemaining()
              && statement.kind() == Kind.REDIRECT
              && statement.body().equals(said(redirect.destination(), redirect.nextHop()))
              && statement.genuine();
      return proven ? Optional.of(statement) : Optional.empty();
    } catch (MalformedPacket e) {
      return Optional.empty();
    }
  }

  private static ByteBuffer said(Xid destination, Xid nextHop) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * Xid.BYTES);
    destination.write(bytes, 0);
    nextHop.write(bytes, Xid.BYTES);
    return bytes;
  }
}
