package dev.drover.cli.reproduce.xialab;

import dev.drover.cli.reproduce.Effort;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;

/**
 * How large the experiment is.
 *
 * @param memory of the guest
 * @param disk of the guest; none when it is 0 bytes large
 * @param written of the disk, content that cannot be compressed
 * @param asks a second on a stream, and as many in datagrams
 * @param rate of every link
 */
record Scale(Bytes memory, Bytes disk, Bytes written, int asks, BitRate rate) {
  /**
   * The paper's memory and disk, of which less is written than there, over links of twice the rate
   * that its times are of. An emulated guest takes about 2 ms for a question, so less than a tenth
   * of its processor goes to questions.
   */
  static final Scale USUAL =
      new Scale(
          Bytes.parse("640MiB"),
          Bytes.parse("4GiB"),
          Bytes.parse("256MiB"),
          20,
          BitRate.parse("200Mbit/s"));

  /** For a look: as small as a Java runtime lets it be, and links that do not take long. */
  static final Scale SMALL =
      new Scale(Bytes.parse("320MiB"), Bytes.ZERO, Bytes.ZERO, 20, BitRate.parse("1Gbit/s"));

  /**
   * {@return whether the VM goes there and back before it goes where it is measured} What carries
   * it are programs in Java, which compile what has run often; a host's have long run when a VM
   * leaves.
   */
  boolean rehearsed() {
    return !disk.equals(Bytes.ZERO);
  }

  static Scale of(Effort effort) {
    return effort.quick() ? SMALL : USUAL;
  }
}
