package dev.drover.cli.controller;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** An emulated switch's connection to the controller: reads, lets it answer, writes once. */
final class SwitchSocket implements AutoCloseable {
  private static final int SIZE = 1 << 18;

  /** Answers are at most about as long as what they answer; a handshake's are longer. */
  private static final int ROOM = 3 * SIZE;

  private final EmulatedSwitch owner;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final ByteBuffer in = ByteBuffer.allocateDirect(SIZE);
  private final ByteBuffer out = ByteBuffer.allocateDirect(SIZE + ROOM);

  SwitchSocket(EmulatedSwitch owner, InetSocketAddress controller, Selector selector)
      throws IOException {
    this.owner = owner;
    this.channel = SocketChannel.open(controller);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    this.key = channel.register(selector, SelectionKey.OP_READ, this);
    owner.greet(out);
    flush();
  }

  EmulatedSwitch owner() {
    return owner;
  }

  /** {@return where to append what is to be sent with the next {@link #flush}} */
  ByteBuffer out() {
    return out;
  }

  void read() throws IOException {
    if (out.remaining() >= ROOM) {
      if (channel.read(in) < 0) {
        throw new EOFException("the controller has closed the connection of a switch");
      }
      in.flip();
      owner.receive(in, out, System.nanoTime());
      in.compact();
    }
    flush();
  }

  void flush() throws IOException {
    out.flip();
    if (out.hasRemaining()) {
      channel.write(out);
    }
    boolean all = !out.hasRemaining();
    out.compact();
    key.interestOps(all ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
