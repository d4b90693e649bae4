package dev.drover.model;

/** By whose hands a migration's bytes go from source to destination. */
public enum Transport {
  /** QEMU's own connection to QEMU. */
  DIRECT("direct"),
  /** Drover's sender and receiver between them, which see what the kernel has sent. */
  RELAY("relay"),
  /** The XIA daemons of both hosts, as the paper's prototype does it. */
  XIA_PAPER("xia-paper"),
  /** The same, without waiting between rounds. */
  XIA_FAST("xia-fast");

  private final String text;

  Transport(String text) {
    this.text = text;
  }

  /** {@return the transport so named} */
  public static Transport parse(String text) {
    for (Transport transport : values()) {
      if (transport.text.equals(text)) {
        return transport;
      }
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not a transport; use direct, relay, xia-paper or xia-fast");
  }

  @Override
  public String toString() {
    return text;
  }
}
