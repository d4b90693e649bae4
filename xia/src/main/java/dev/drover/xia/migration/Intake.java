package dev.drover.xia.migration;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Reads from QEMU on one thread, so that another can tell when it pauses. */
final class Intake {
  private static final int READ_BYTES = 128 << 10;
  private static final int MOST_WAITING = 1;

  private final SocketChannel qemu;

  /** An empty one is the end. */
  private final BlockingQueue<byte[]> read = new ArrayBlockingQueue<>(MOST_WAITING);

  Intake(SocketChannel qemu) {
    this.qemu = qemu;
  }

  /** Reads to the end. */
  void run() throws IOException, InterruptedException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
    while (true) {
      int bytes;
      try {
        bytes = qemu.read(buffer);
      } catch (IOException e) {
        throw new IOException("QEMU broke its connection: " + e.getMessage(), e);
      }
      byte[] content = new byte[Math.max(0, bytes)];
      buffer.flip().get(content).clear();
      read.put(content);
      if (bytes < 0) {
        return;
      }
    }
  }

  /** {@return what QEMU wrote next; empty at its end} */
  byte[] take() throws InterruptedException {
    return read.take();
  }

  /** As {@link #take}; none when QEMU writes nothing for so long. */
  Optional<byte[]> take(Duration longest) throws InterruptedException {
    return Optional.ofNullable(read.poll(longest.toNanos(), TimeUnit.NANOSECONDS));
  }
}
