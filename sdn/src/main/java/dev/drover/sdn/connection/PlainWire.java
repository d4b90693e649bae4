package dev.drover.sdn.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Bytes as they are. */
final class PlainWire implements Wire {
  private static final int ROOM = 4096;

  private final SocketChannel channel;

  PlainWire(SocketChannel channel) {
    this.channel = channel;
  }

  @Override
  public int room() {
    return ROOM;
  }

  @Override
  public int read(ByteBuffer in) throws IOException {
    return channel.read(in);
  }

  @Override
  public boolean hasMore() {
    return false;
  }

  @Override
  public void write(ByteBuffer out) throws IOException {
    channel.write(out);
  }

  @Override
  public boolean isFull(ByteBuffer out) {
    return out.hasRemaining();
  }

  @Override
  public void end() {
    // TCP says it by closing.
  }
}
