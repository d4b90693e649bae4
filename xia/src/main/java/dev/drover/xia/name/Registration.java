package dev.drover.xia.name;

import dev.drover.xia.address.Dag;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.identity.Statement.Kind;
import dev.drover.xia.packet.MalformedPacket;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * What an owner says of a name: the body of a {@link Statement} of kind {@link Kind#NAME}.
 *
 * <pre>1 u8 │ life u32 ms │ name length u8 │ name │ nodes u8 │ address, 28 bytes a node</pre>
 *
 * @param life from when the server hears of it; zero takes the name back
 */
record Registration(Name name, Dag address, Duration life) {
  Registration {
    if (life.isNegative()) {
      throw new IllegalArgumentException("life must not be negative: " + life);
    }
  }

  Statement sign(Identity owner, long counter) {
    ByteBuffer out = ByteBuffer.allocate(7 + name.text().length() + address.wireBytes());
    out.put((byte) Wire.REGISTRATION);
    Wire.put(out, life);
    Wire.put(out, name);
    Wire.put(out, address);
    return Statement.sign(owner, Kind.NAME, counter, out.array());
  }

  /**
   * Reads what may be a lie: ask {@link Statement#genuine()}.
   *
   * @throws MalformedPacket when it is no registration
   */
  static Registration of(Statement statement) {
    ByteBuffer in = statement.body();
    try {
      if (statement.kind() != Kind.NAME || in.get() != Wire.REGISTRATION) {
        throw new MalformedPacket("a statement of kind " + statement.kind() + " registers nothing");
      }
      Duration life = Wire.time(in);
      Registration registration = new Registration(Wire.name(in), Wire.dag(in), life);
      if (in.hasRemaining()) {
        throw new MalformedPacket("a registration has " + in.remaining() + " bytes too many");
      }
      return registration;
    } catch (BufferUnderflowException e) {
      throw new MalformedPacket("a registration ends early");
    } catch (IllegalArgumentException e) {
      throw new MalformedPacket("a registration is wrong: " + e.getMessage());
    }
  }
}
