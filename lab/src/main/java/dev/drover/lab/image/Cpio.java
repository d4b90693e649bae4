package dev.drover.lab.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes the "newc" cpio format that the Linux kernel unpacks as initial RAM disk (kernel
 * documentation, "initramfs buffer format"). The same entries always give the same bytes.
 */
final class Cpio implements AutoCloseable {
  private static final int DIRECTORY = 0040755;
  private static final int PROGRAM = 0100755;
  private static final int LINK = 0120777;

  private final OutputStream out;
  private int inode = 1;

  Cpio(OutputStream out) {
    this.out = out;
  }

  void directory(String path) throws IOException {
    entry(path, DIRECTORY, new byte[0]);
  }

  void file(String path, byte[] content) throws IOException {
    entry(path, PROGRAM, content);
  }

  void link(String path, String target) throws IOException {
    entry(path, LINK, target.getBytes(StandardCharsets.UTF_8));
  }

  private void entry(String path, int mode, byte[] content) throws IOException {
    byte[] name = (path + "\0").getBytes(StandardCharsets.UTF_8);
    int links = 1;
    int[] fields = {inode++, mode, 0, 0, links, 0, content.length, 0, 0, 0, 0, name.length, 0};
    StringBuilder header = new StringBuilder("070701");
    for (int field : fields) {
      header.append(String.format("%08x", field));
    }
    out.write(header.toString().getBytes(StandardCharsets.US_ASCII));
    out.write(name);
    pad(header.length() + name.length);
    out.write(content);
    pad(content.length);
  }

  private void pad(int length) throws IOException {
    out.write(new byte[(4 - length % 4) % 4]);
  }

  /** Ends the archive and closes the stream. */
  @Override
  public void close() throws IOException {
    entry("TRAILER!!!", 0, new byte[0]);
    out.close();
  }
}
