package dev.drover.xia.migration;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** What QEMUs of tests write and read. */
final class Bytes {
  private Bytes() {}

  static byte[] random(long seed, int count) {
    byte[] bytes = new byte[count];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  /** Random, then zeros, then the random ones again, then others. */
  static byte[] mixed(long seed, int each) {
    byte[] first = random(seed, each);
    byte[] all = Arrays.copyOf(first, 4 * each);
    System.arraycopy(first, 0, all, 2 * each, each);
    System.arraycopy(random(seed + 1, each), 0, all, 3 * each, each);
    return all;
  }

  static void write(SocketChannel to, byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      to.write(left);
    }
  }

  /** Reads so many, fewer at the end of the stream. */
  static byte[] read(SocketChannel from, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    int read = 0;
    while (bytes.hasRemaining() && read >= 0) {
      read = from.read(bytes);
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  /** Reads to the end. */
  static byte[] readAll(SocketChannel from) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(64 << 20);
    int read = 0;
    while (read >= 0) {
      read = from.read(bytes);
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  static <T> FutureTask<T> async(Callable<T> task) {
    FutureTask<T> future = new FutureTask<>(task);
    Thread.ofVirtual().start(future);
    return future;
  }
}
