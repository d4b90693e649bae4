package dev.drover.agent.net;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Makes and removes the taps that join VMs to the bridge, or to the switch that is there for VMs.
 */
final class Taps {
  /** Linux allows 15 characters. */
  private static final int LONGEST = 15;

  private final Shell shell;
  private final Interfaces interfaces;
  private final String bridge;
  private final Optional<VmSwitch> vmSwitch;

  Taps(Shell shell, Interfaces interfaces, String bridge, Optional<VmSwitch> vmSwitch) {
    this.shell = shell;
    this.interfaces = interfaces;
    this.bridge = bridge;
    this.vmSwitch = vmSwitch;
  }

  /** {@return the tap of a VM: its name when that fits, else a part of it and of its digest} */
  static String nameFor(String vm) {
    String plain = "tap-" + vm;
    if (plain.length() <= LONGEST) {
      return plain;
    }
    return plain.substring(0, LONGEST - 7) + "-" + HexFormat.of().formatHex(digest(vm), 0, 3);
  }

  String attach(String vm) {
    String tap = nameFor(vm);
    boolean fresh = !interfaces.read().containsKey(tap);
    if (fresh) {
      // A port whose tap went some other way would not find the new one by itself.
      vmSwitch.ifPresent(present -> present.leave(tap));
      shell.ip(
          List.of(
              "tuntap add dev " + tap + " mode tap",
              "link set dev " + tap + " address " + address(vm)));
    }
    if (vmSwitch.isPresent()) {
      vmSwitch.get().join(tap);
    } else {
      shell.ip(List.of("link set dev " + tap + " master " + bridge + " up"));
    }
    return tap;
  }

  /**
   * {@return a high MAC address} A bridge without an address of its own has the lowest of its
   * ports': the host's must not be a tap's, which goes with its VM.
   */
  private static String address(String vm) {
    return "fe:" + HexFormat.ofDelimiter(":").formatHex(digest(vm), 0, 5);
  }

  void detach(String tap) {
    vmSwitch.ifPresent(present -> present.leave(tap));
    if (interfaces.read().containsKey(tap)) {
      shell.ip(List.of("link del dev " + tap));
    }
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
