package dev.drover.lab;

import dev.drover.lab.system.Commands;

/**
 * A link of a lab, to be cut and joined. It is cut at a switch's or router's end; the other end
 * loses its carrier in the same moment, as with a cable.
 */
public final class LabLink {
  private final String namespace;
  private final String device;
  private final Commands commands;

  LabLink(String namespace, String device, Commands commands) {
    this.namespace = namespace;
    this.device = device;
    this.commands = commands;
  }

  public void down() {
    set("down");
  }

  public void up() {
    set("up");
  }

  private void set(String state) {
    commands.run("ip", "-n", namespace, "link", "set", "dev", device, state);
  }
}
