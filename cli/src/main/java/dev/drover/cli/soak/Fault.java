package dev.drover.cli.soak;

import java.time.Duration;

/** Something that breaks and is mended after a while. No host is cut off by it. */
sealed interface Fault {
  /** {@return how long it lasts} */
  Duration lasts();

  /** {@return what breaks, in a few words} */
  String what();

  /** {@return the kind, as tables name it} */
  String kind();

  /** A link between two switches loses its carrier at both ends. */
  record LinkDown(String left, String right, Duration lasts) implements Fault {
    @Override
    public String what() {
      return "link " + left + "–" + right + " down";
    }

    @Override
    public String kind() {
      return "link down";
    }
  }

  /**
   * A link loses its carrier and gets it back, again and again.
   *
   * @param each how long it is down, and then up
   */
  record LinkFlaps(String left, String right, int times, Duration each) implements Fault {
    @Override
    public Duration lasts() {
      return each.multipliedBy(2L * times);
    }

    @Override
    public String what() {
      return "link " + left + "–" + right + " flaps " + times + "×";
    }

    @Override
    public String kind() {
      return "link flaps";
    }
  }

  /** A switch's process is killed. Its links keep their carrier: only its connection tells. */
  record SwitchKilled(String name, Duration lasts) implements Fault {
    @Override
    public String what() {
      return "switch " + name + " killed";
    }

    @Override
    public String kind() {
      return "switch killed";
    }
  }

  /** The controller's process is killed; another one starts by itself. */
  record ControllerKilled(Duration lasts) implements Fault {
    @Override
    public String what() {
      return "controller killed";
    }

    @Override
    public String kind() {
      return "controller killed";
    }
  }
}
