package dev.drover.cli.lab;

import dev.drover.cli.command.CommandFailure;
import dev.drover.lab.Lab;
import java.util.List;
import java.util.Optional;

/** Which lab a command means. */
final class Chosen {
  private Chosen() {}

  /** {@return the lab so named, or the only one when no name is given} */
  static Lab lab(Optional<String> name) {
    List<Lab> labs = Lab.list();
    String list = String.join(", ", labs.stream().map(Lab::name).toList());
    if (labs.isEmpty()) {
      throw CommandFailure.badInput("no lab is up; start one with 'drover lab up FILE'");
    }
    if (name.isPresent()) {
      return Lab.find(name.get())
          .orElseThrow(
              () -> CommandFailure.badInput("no lab '" + name.get() + "' is up; up: " + list));
    }
    if (labs.size() > 1) {
      throw CommandFailure.badInput("several labs are up: " + list + "; name one of them");
    }
    return labs.getFirst();
  }
}
