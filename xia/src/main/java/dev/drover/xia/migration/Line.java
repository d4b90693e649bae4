package dev.drover.xia.migration;

import dev.drover.xia.address.Dag;
import dev.drover.xia.transport.StreamSocket;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** A STREAM as messages. One thread reads; any may send. */
final class Line {
  private static final Logger LOG = System.getLogger(Line.class.getName());
  private static final int READ_AHEAD = 64 << 10;
  private static final Duration LAST_WORD = Duration.ofSeconds(2);

  private final StreamSocket socket;
  private final Counts counts;
  private final InputStream in;
  private final byte[] header = new byte[MessageCodec.HEADER_BYTES];
  private final ReentrantLock sending = new ReentrantLock();

  /** A message went out in part, so nothing can follow it. */
  private volatile boolean torn;

  Line(StreamSocket socket, Counts counts) {
    this.socket = socket;
    this.counts = counts;
    this.in = new BufferedInputStream(socket.input(), READ_AHEAD);
  }

  /**
   * Waits for a message.
   *
   * @return none when the stream has ended in order
   * @throws dev.drover.xia.packet.MalformedPacket when something else came
   */
  Optional<Message> read() throws IOException {
    int read = in.readNBytes(header, 0, header.length);
    if (read == 0) {
      return Optional.empty();
    }
    whole(read, header.length);
    byte[] body = new byte[MessageCodec.bodyBytes(ByteBuffer.wrap(header))];
    whole(in.readNBytes(body, 0, body.length), body.length);
    Message message = MessageCodec.decode(header[0] & 0xFF, ByteBuffer.wrap(body));
    counts.onWire(message, header.length + body.length);
    return Optional.of(message);
  }

  private static void whole(int read, int length) throws EOFException {
    if (read < length) {
      throw new EOFException("the stream ended within a message");
    }
  }

  /** Waits for a message that must come, no longer than {@code longest} at a time. */
  Message read(Duration longest) throws IOException {
    socket.readTimeout(longest);
    try {
      return read().orElseThrow(() -> new EOFException("the stream ended before it began"));
    } finally {
      socket.readTimeout(Duration.ofNanos(Long.MAX_VALUE));
    }
  }

  void send(Message message) throws IOException {
    ByteBuffer bytes = MessageCodec.encode(message);
    int length = bytes.remaining();
    sending.lock();
    try {
      socket.write(bytes);
    } finally {
      torn |= bytes.hasRemaining() && bytes.position() > 0;
      sending.unlock();
    }
    counts.onWire(message, length);
  }

  /** {@return where the other side is now, as it proved} */
  Dag peer() {
    return socket.peer();
  }

  /** {@return where this side is now} */
  Dag local() {
    return socket.local();
  }

  Duration roundTrip() {
    return socket.statistics().roundTrip();
  }

  /** What was sent still arrives. */
  void close() {
    socket.close();
  }

  /** Breaks it at once. */
  void reset() {
    socket.reset();
  }

  /** Tells the other side why, if it still hears, and breaks it; does not wait for that. */
  void abort(String cause) {
    Thread word =
        Thread.ofVirtual()
            .name("migration last word")
            .start(() -> {
              try {
                if (!torn) {
                  send(new Message.Abort(cause));
                  var _ = socket.awaitDelivered(LAST_WORD);
                }
              } catch (IOException e) {
                LOG.log(Level.DEBUG, "''{0}'' was not heard: {1}", cause, e.getMessage());
              }
            });
    Thread.ofVirtual()
        .name("migration break")
        .start(() -> {
          try {
            var _ = word.join(LAST_WORD);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            socket.reset();
          }
        });
  }
}
