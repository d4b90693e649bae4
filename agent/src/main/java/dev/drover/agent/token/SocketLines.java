package dev.drover.agent.token;

import dev.drover.agent.flow.Ipv4;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Asks over TCP, one connection for each request: the next one may reach another host. */
final class SocketLines implements Lines {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** For the answer; a host that works on the token answers others at once. */
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final Parties parties;
  private final int port;

  SocketLines(Parties parties, int port) {
    this.parties = parties;
    this.port = port;
  }

  @Override
  public Reply ask(int address, Message request) {
    String to = Ipv4.text(address) + ":" + port;
    try (Socket socket = parties.socket()) {
      try {
        socket.connect(endpoint(address), (int) CONNECT.toMillis());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) ANSWER.toMillis());
        parties.check(socket);
      } catch (IOException e) {
        return new Reply.NotSent(to + ": " + e.getMessage());
      }
      return exchange(to, socket, request);
    } catch (IOException e) {
      return new Reply.NoAnswer(to + ": " + e.getMessage());
    }
  }

  private InetSocketAddress endpoint(int address) throws IOException {
    byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(address).array();
    return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
  }

  private static Reply exchange(String to, Socket socket, Message request) throws IOException {
    Wire.write(request, new DataOutputStream(new BufferedOutputStream(socket.getOutputStream())));
    Message answer =
        Wire.read(new DataInputStream(new BufferedInputStream(socket.getInputStream())));
    return answer instanceof Message.Refused(String why)
        ? new Reply.NotSent(to + " refused: " + why)
        : new Reply.Told(answer);
  }
}
