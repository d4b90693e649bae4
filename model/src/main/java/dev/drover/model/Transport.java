package dev.drover.model;

/** By whose hands a migration's bytes go from source to destination. */
public enum Transport {
  /** QEMU's own connection to QEMU. */
  DIRECT("direct"),
  /** Drover's sender and receiver between them, which see what the kernel has sent. */
  RELAY("relay");

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
    throw new IllegalArgumentException("'" + text + "' is not a transport; use direct or relay");
  }

  @Override
  public String toString() {
    return text;
  }
}
