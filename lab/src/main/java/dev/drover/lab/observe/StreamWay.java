package dev.drover.lab.observe;

import dev.drover.lab.calculation.Answer;
import dev.drover.lab.calculation.Question;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Over a stream, of TCP or XIA: nothing is lost while it stands. */
final class StreamWay implements Way {
  private final OutputStream out;
  private final DataInputStream in;
  private final Runnable close;

  StreamWay(InputStream in, OutputStream out, Runnable close) {
    this.out = out;
    this.in = new DataInputStream(in);
    this.close = close;
  }

  static Way tcp(InetSocketAddress server) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(server, 2000);
      socket.setTcpNoDelay(true);
      return new StreamWay(socket.getInputStream(), socket.getOutputStream(), () -> close(socket));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void ask(Question question) throws IOException {
    out.write(question.encode());
  }

  @Override
  public Answer await() throws IOException {
    byte[] bytes = new byte[Answer.BYTES];
    in.readFully(bytes);
    try {
      return Answer.decode(bytes);
    } catch (IllegalArgumentException e) {
      throw new IOException("not an answer: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean loses() {
    return false;
  }

  @Override
  public void close() {
    close.run();
  }
}
