package dev.drover.xia.attach;

import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.identity.Statement.Kind;
import java.nio.ByteBuffer;

/**
 * A domain's word that a host of it carries virtual machines. A machine believes no host that says
 * so of itself: it asks for the word of the domain that it is in, or goes by what it has signed
 * itself before it went.
 */
public final class Custody {
  private Custody() {}

  /** {@return the word of {@code domain} that {@code host} carries virtual machines} */
  public static Statement grant(Identity domain, Xid host, long counter) {
    ByteBuffer body = ByteBuffer.allocate(Xid.BYTES);
    host.write(body, 0);
    return Statement.sign(domain, Kind.CARRIER, counter, body.array());
  }

  /** {@return whether {@code word} is {@code domain}'s own for this host} */
  static boolean grants(Statement word, Xid domain, Xid host) {
    return domain.equals(word.signer().xid(XidType.AD)) && grants(word, host);
  }

  /** {@return whether {@code word} is some domain's own for this host} */
  public static boolean grants(Statement word, Xid host) {
    return word.kind() == Kind.CARRIER
        && word.body().remaining() == Xid.BYTES
        && Xid.read(word.body(), 0).equals(host)
        && word.genuine();
  }
}
