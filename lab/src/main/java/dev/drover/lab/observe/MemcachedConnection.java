package dev.drover.lab.observe;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One connection that speaks memcached's text protocol, one request at a time. */
final class MemcachedConnection implements AutoCloseable {
  /** Longer than any migration should silence a VM; a dead VM must not hold us for ever. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private final OutputStream out;

  MemcachedConnection(InetSocketAddress server) throws IOException {
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.connect(server, 1000);
      InputStream buffered = new BufferedInputStream(socket.getInputStream(), 32 * 1024);
      in = new DataInputStream(buffered);
      out = socket.getOutputStream();
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  void set(String key, byte[] value) throws IOException {
    byte[] head = ascii("set " + key + " 0 0 " + value.length + "\r\n");
    byte[] request = new byte[head.length + value.length + 2];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(value, 0, request, head.length, value.length);
    request[request.length - 2] = '\r';
    request[request.length - 1] = '\n';
    out.write(request);
    String reply = line();
    if (!reply.equals("STORED")) {
      throw new IOException("memcached did not store: " + reply);
    }
  }

  /** {@return the size of the value in bytes, or -1 when there is none} */
  int get(String key) throws IOException {
    out.write(ascii("get " + key + "\r\n"));
    String reply = line();
    if (reply.equals("END")) {
      return -1;
    }
    if (!reply.startsWith("VALUE ")) {
      throw new IOException("memcached did not answer: " + reply);
    }
    int size = Integer.parseInt(reply.substring(reply.lastIndexOf(' ') + 1));
    in.skipNBytes(size + 2L);
    line();
    return size;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c; (c = in.readUnsignedByte()) != '\n'; ) {
      if (c != '\r') {
        line.append((char) c);
      }
      if (line.length() > 512) {
        throw new IOException("memcached sent a line without end");
      }
    }
    return line.toString();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
