package dev.drover.model;

import java.util.Locale;

/**
 * How urgent a migration is, in the order in which migrations are served (traffic-aware paper,
 * "Priority (Urgency) Level").
 */
public enum Priority {
  HIGH,
  MEDIUM,
  LOW;

  /** {@return the priority so named, in any case} */
  public static Priority parse(String text) {
    for (Priority priority : values()) {
      if (priority.name().equalsIgnoreCase(text)) {
        return priority;
      }
    }
    throw new IllegalArgumentException("'" + text + "' is not a priority; use high, medium or low");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
