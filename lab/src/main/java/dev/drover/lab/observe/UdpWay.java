package dev.drover.lab.observe;

import dev.drover.lab.calculation.Answer;
import dev.drover.lab.calculation.Question;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.Arrays;

/** Over UDP. */
final class UdpWay implements Way {
  private final DatagramSocket socket;
  private final InetSocketAddress server;

  UdpWay(InetSocketAddress server) throws IOException {
    this.socket = new DatagramSocket();
    this.server = server;
  }

  @Override
  public void ask(Question question) throws IOException {
    byte[] bytes = question.encode();
    socket.send(new DatagramPacket(bytes, bytes.length, server));
  }

  @Override
  public Answer await() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[Answer.BYTES + 1], Answer.BYTES + 1);
    while (true) {
      socket.receive(packet);
      try {
        return Answer.decode(Arrays.copyOf(packet.getData(), packet.getLength()));
      } catch (IllegalArgumentException e) {
        // Anybody may send anything here.
        packet.setLength(Answer.BYTES + 1);
      }
    }
  }

  @Override
  public boolean loses() {
    return true;
  }

  @Override
  public void close() {
    socket.close();
  }
}
