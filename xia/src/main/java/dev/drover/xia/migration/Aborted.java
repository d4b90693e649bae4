package dev.drover.xia.migration;

import java.io.IOException;

/** The other side has given up, and said why. */
final class Aborted extends IOException {
  private static final long serialVersionUID = 1;

  Aborted(String cause) {
    super("the other side gave up: " + cause);
  }
}
