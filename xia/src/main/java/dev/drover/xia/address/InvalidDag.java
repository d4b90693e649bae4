package dev.drover.xia.address;

/** What was given is not an address; the message says what is wrong with it. */
public final class InvalidDag extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public InvalidDag(String why) {
    super(why);
  }
}
