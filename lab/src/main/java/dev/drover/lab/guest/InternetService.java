package dev.drover.lab.guest;

import dev.drover.lab.calculation.CalculationService;
import dev.drover.lab.calculation.Question;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;

/** The calculation service over TCP and UDP, for migrations within TCP/IP. */
final class InternetService {
  private InternetService() {}

  /** Answers from now on. */
  static void start(int port) throws IOException {
    ServerSocket streams = new ServerSocket(port);
    Services.run(
        "tcp",
        () -> {
          while (true) {
            Socket socket = streams.accept();
            Services.run("tcp " + socket.getRemoteSocketAddress(), () -> serve(socket));
          }
        });
    DatagramSocket datagrams = new DatagramSocket(port);
    Services.run(
        "udp",
        () -> {
          byte[] buffer = new byte[Question.BYTES + 1];
          while (true) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            datagrams.receive(packet);
            Services.answer(
                Arrays.copyOf(buffer, packet.getLength()),
                reply ->
                    datagrams.send(
                        new DatagramPacket(reply, reply.length, packet.getSocketAddress())));
          }
        });
  }

  private static void serve(Socket socket) throws IOException {
    try (socket) {
      socket.setTcpNoDelay(true);
      CalculationService.serve(socket.getInputStream(), socket.getOutputStream());
    }
  }
}
