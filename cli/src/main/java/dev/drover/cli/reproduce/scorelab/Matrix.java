package dev.drover.cli.reproduce.scorelab;

import java.util.Locale;

/** The traffic by which allocations are compared: the same for all of them. */
enum Matrix {
  /** As hosts measured it before the token was set going; the optimum's. */
  BEFORE("measured before"),

  /** As hosts measured it after the token had ended. */
  AFTER("measured after"),

  /** As the lab's file asks for it. */
  NOMINAL("nominal");

  private final String title;

  Matrix(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** {@return the measure of what an allocation costs by this traffic} */
  String cost(Placed placed) {
    return placed.key() + "_cost_" + title.replace(' ', '_');
  }

  /** The allocations that are compared. */
  enum Placed {
    START,

    /** Before any group went: what S-CORE comes to. */
    ALONE,
    END,
    PLANNED,
    OPTIMUM;

    private String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
