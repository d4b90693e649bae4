package dev.drover.hypervisor.qmp;

import tools.jackson.databind.JsonNode;

/** QEMU's version; for people only, since what QEMU can do is asked, not derived from it. */
public record QmpVersion(int major, int minor, int micro, String distribution) {
  static QmpVersion decode(JsonNode node) {
    JsonNode qemu = node.path("qemu");
    return new QmpVersion(
        Json.smallNumber(qemu, "major"),
        Json.smallNumber(qemu, "minor"),
        Json.smallNumber(qemu, "micro"),
        Json.optionalText(node, "package").orElse(""));
  }

  @Override
  public String toString() {
    String number = major + "." + minor + "." + micro;
    return distribution.isEmpty() ? number : number + " (" + distribution + ")";
  }
}
