package dev.drover.xia.name;

import java.io.IOException;

/** No name server answered who could be believed; the message says which. */
public final class NoAnswer extends IOException {
  private static final long serialVersionUID = 1;

  NoAnswer(String why) {
    super(why);
  }
}
