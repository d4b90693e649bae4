package dev.drover.agent.net;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Arguments: a port and a word, which everybody who connects is told. */
final class CatchListener {
  private CatchListener() {}

  public static void main(String[] arguments) throws IOException {
    try (ServerSocket server = new ServerSocket(Integer.parseInt(arguments[0]))) {
      System.out.println("listens");
      while (true) {
        try (Socket caller = server.accept()) {
          caller.getOutputStream().write(arguments[1].getBytes(StandardCharsets.US_ASCII));
        }
      }
    }
  }
}
