package dev.drover.xia.daemon;

import dev.drover.xia.address.Xid;
import dev.drover.xia.attach.Carrying;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.link.LinkAddress;
import dev.drover.xia.node.Neighbours;
import dev.drover.xia.packet.MalformedPacket;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** What an agent asks a carrier's daemon about virtual machines that come and go. */
final class CarryingQuestions {
  /**
   * An emulated guest that is busy signs slowly; nothing waits for it but the copy that goes on.
   */
  private static final Duration DEPARTURE = Duration.ofSeconds(3);

  /** A machine is about to run: it is not held up for a gateway that does not answer. */
  private static final Duration ARRIVAL = Duration.ofMillis(50);

  private final Carrying carrying;
  private final Neighbours neighbours;

  private CarryingQuestions(Carrying carrying, Neighbours neighbours) {
    this.carrying = carrying;
    this.neighbours = neighbours;
  }

  static void answer(Console console, Carrying carrying, Neighbours neighbours) {
    CarryingQuestions questions = new CarryingQuestions(carrying, neighbours);
    console.on("depart", questions::depart);
    console.on("arrive", questions::arrive);
  }

  /** {@code depart MAC DOMAIN CARRIER}: the machine's registration there, as hex. */
  private void depart(List<String> words, PrintWriter out) throws InterruptedException {
    if (words.size() != 3) {
      throw new IllegalArgumentException("write depart MAC DOMAIN CARRIER");
    }
    Xid machine =
        neighbours
            .at(LinkAddress.ofMac(words.get(0)))
            .orElseThrow(() ->
                new IllegalArgumentException(words.get(0) + " is not known to speak XIA here"));
    Statement registration =
        carrying
            .depart(machine, Xid.parse(words.get(1)), Xid.parse(words.get(2)), DEPARTURE)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    machine.brief() + " does not answer within " + DEPARTURE.toSeconds() + " s"));
    out.println(HexFormat.of().formatHex(registration.encode()));
  }

  /** {@code arrive HEX}: brings it; says {@code accepted} or {@code told}. */
  private void arrive(List<String> words, PrintWriter out) throws InterruptedException {
    if (words.size() != 1) {
      throw new IllegalArgumentException("write arrive REGISTRATION");
    }
    try {
      Statement registration =
          Statement.read(ByteBuffer.wrap(HexFormat.of().parseHex(words.getFirst())));
      out.println(carrying.arrive(registration, ARRIVAL) ? "accepted" : "told");
    } catch (MalformedPacket e) {
      throw new IllegalArgumentException("that is no registration: " + e.getMessage(), e);
    }
  }
}
