package dev.drover.sdn.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * Bytes through TLS, both ends with a certificate. A handshake's arithmetic (some milliseconds) is
 * done where {@link #read} is called: it happens once a connection.
 */
final class TlsWire implements Wire {
  private final SocketChannel channel;
  private final SSLEngine engine;

  /** What came and is not yet opened; filled up to its position. */
  private final ByteBuffer sealedIn;

  /** What is sealed and did not go yet; the rest of it remains. */
  private final ByteBuffer sealedOut;

  private boolean ended;
  private boolean noRoom;

  TlsWire(SocketChannel channel, SSLContext context) throws SSLException {
    this.channel = channel;
    this.engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setNeedClientAuth(true);
    // Open vSwitch up to 3.2 has no TLS 1.3.
    engine.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    int record = engine.getSession().getPacketBufferSize();
    this.sealedIn = ByteBuffer.allocate(2 * record);
    this.sealedOut = ByteBuffer.allocate(record).limit(0);
    engine.beginHandshake();
  }

  @Override
  public int room() {
    return engine.getSession().getApplicationBufferSize();
  }

  @Override
  public int read(ByteBuffer in) throws IOException {
    int before = in.position();
    boolean end = !ended && channel.read(sealedIn) < 0;
    sealedIn.flip();
    try {
      while (!ended && step(in)) {
        // On until nothing more can be opened or said.
      }
    } finally {
      sealedIn.compact();
    }
    int count = in.position() - before;
    return count == 0 && (end || ended) ? -1 : count;
  }

  /** {@return whether another step may lead on} */
  private boolean step(ByteBuffer in) throws IOException {
    return switch (engine.getHandshakeStatus()) {
      case NEED_TASK -> {
        for (Runnable task = engine.getDelegatedTask();
            task != null;
            task = engine.getDelegatedTask()) {
          task.run();
        }
        yield true;
      }
      case NEED_WRAP -> seal(ByteBuffer.allocate(0));
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN, FINISHED, NOT_HANDSHAKING -> open(in);
    };
  }

  private boolean open(ByteBuffer in) throws SSLException {
    SSLEngineResult result = engine.unwrap(sealedIn, in);
    ended |= result.getStatus() == SSLEngineResult.Status.CLOSED;
    noRoom = result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW;
    return result.getStatus() == SSLEngineResult.Status.OK
        && (result.bytesConsumed() > 0
            || result.getHandshakeStatus() == HandshakeStatus.NEED_TASK
            || result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
  }

  /** {@return whether something was sealed and went out} */
  private boolean seal(ByteBuffer out) throws IOException {
    if (sealedOut.hasRemaining() && !push()) {
      return false;
    }
    sealedOut.clear();
    SSLEngineResult result;
    try {
      result = engine.wrap(out, sealedOut);
    } finally {
      sealedOut.flip();
    }
    ended |= result.getStatus() == SSLEngineResult.Status.CLOSED;
    return push() && result.bytesProduced() > 0;
  }

  /** {@return whether all that was sealed has gone} */
  private boolean push() throws IOException {
    channel.write(sealedOut);
    return !sealedOut.hasRemaining();
  }

  @Override
  public boolean hasMore() {
    return noRoom && !ended;
  }

  @Override
  public void write(ByteBuffer out) throws IOException {
    if (sealedOut.hasRemaining() && !push()) {
      return;
    }
    while (!ended && (wantsToSay() || (isOpen() && out.hasRemaining())) && seal(out)) {
      // On until the socket is full or nothing is left.
    }
  }

  private boolean wantsToSay() {
    return engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
  }

  private boolean isOpen() {
    return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
  }

  @Override
  public boolean isFull(ByteBuffer out) {
    return sealedOut.hasRemaining() || (isOpen() && out.hasRemaining());
  }

  @Override
  public void end() {
    engine.closeOutbound();
    try {
      seal(ByteBuffer.allocate(0));
    } catch (IOException e) {
      // It is gone already.
    }
  }
}
