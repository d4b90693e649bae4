package dev.drover.xia.transport;

import dev.drover.xia.address.Dag;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;

/**
 * A stream: bytes both ways, whole and in order, that stays open when either end changes its
 * address. Blocks as sockets do, best on a virtual thread; one thread may read while another
 * writes.
 *
 * <p>The peer has proved that it has the key of {@link #peer()}'s intent; what is sent is not
 * encrypted.
 */
public final class StreamSocket implements ByteChannel {
  private final Connection connection;
  private final InputStream input = new Input();
  private final OutputStream output = new Output();
  private volatile long readTimeout = Long.MAX_VALUE;

  StreamSocket(Connection connection) {
    this.connection = connection;
  }

  /** Reads wait no longer than this, then fail with {@link SocketTimeoutException}. */
  public void readTimeout(Duration longest) {
    readTimeout = longest.toNanos();
  }

  /**
   * Reads what is there, waiting for a byte at least.
   *
   * @return how many bytes, or -1 at the end of the peer's stream
   */
  @Override
  public int read(ByteBuffer to) throws IOException {
    try {
      int bytes = connection.read(to, readTimeout);
      if (bytes == 0 && to.hasRemaining()) {
        throw new SocketTimeoutException(
            "nothing came within " + Duration.ofNanos(readTimeout) + " from " + peerName());
      }
      return bytes;
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /**
   * Writes all of it, waiting for room where there is none.
   *
   * @return how many bytes that were
   */
  @Override
  public int write(ByteBuffer from) throws IOException {
    int bytes = from.remaining();
    try {
      connection.write(from);
      return bytes;
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("the thread was interrupted");
  }

  private String peerName() {
    return peer().intent().brief();
  }

  public InputStream input() {
    return input;
  }

  /** {@return what writes to the stream; small writes are small packets, so buffer them} */
  public OutputStream output() {
    return output;
  }

  /** The stream to the peer ends after what was written; reading goes on. */
  public void shutdownOutput() {
    connection.shutdownOutput();
  }

  /**
   * Waits until the peer's node has all that was written.
   *
   * @return whether it has within the time
   */
  public boolean awaitDelivered(Duration timeout) throws IOException {
    try {
      return connection.flushed(timeout.toNanos());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** {@return where the peer is, as it proved} */
  public Dag peer() {
    return connection.peer();
  }

  /** {@return where this end is} */
  public Dag local() {
    return connection.local();
  }

  public StreamStatistics statistics() {
    return connection.statistics();
  }

  @Override
  public boolean isOpen() {
    return !connection.isOver();
  }

  /**
   * Ends both directions. What was written still arrives, in the background; what the peer sends
   * from now on it is told was in vain.
   */
  @Override
  public void close() {
    connection.close();
  }

  /** Ends it at once: what has not arrived does not. */
  public void reset() {
    connection.abort("the stream was reset on this side");
  }

  private final class Input extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
      return length == 0 ? 0 : StreamSocket.this.read(ByteBuffer.wrap(to, from, length));
    }

    @Override
    public int available() {
      return connection.available();
    }

    @Override
    public void close() {
      StreamSocket.this.close();
    }
  }

  private final class Output extends OutputStream {
    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int at, int length) throws IOException {
      var _ = StreamSocket.this.write(ByteBuffer.wrap(from, at, length));
    }

    @Override
    public void close() {
      shutdownOutput();
    }
  }
}
