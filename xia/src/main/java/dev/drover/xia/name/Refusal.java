package dev.drover.xia.name;

import dev.drover.xia.packet.MalformedPacket;

/** Why a server did not take a registration. */
public enum Refusal {
  MALFORMED(1, "it is no registration"),
  FORGED(2, "its signature is not its signer's"),
  NOT_THE_OWNER(3, "another key owns the name until it expires"),
  NOT_NEWER(4, "it is not newer than what was registered before, by its counter"),
  NOT_ITS_ADDRESS(5, "its signer is neither the address's intent nor a node on the way there"),
  FULL(6, "the server holds as many names as it may");

  private final int number;
  private final String why;

  Refusal(int number, String why) {
    this.number = number;
    this.why = why;
  }

  /** As it stands on the wire. */
  int number() {
    return number;
  }

  static Refusal of(int number) {
    for (Refusal reason : values()) {
      if (reason.number == number) {
        return reason;
      }
    }
    throw new MalformedPacket("no reason to refuse has the number " + number);
  }

  /** {@return the reason in words, to go on a sentence} */
  public String why() {
    return why;
  }
}
