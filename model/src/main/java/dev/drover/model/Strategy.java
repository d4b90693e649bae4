package dev.drover.model;

import java.util.Locale;

/** Whether a VM migrates beside others (a gang) or alone. */
public enum Strategy {
  PARALLEL,
  SERIAL;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
