package dev.drover.hypervisor.qemu;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TCP connection's middle, which can swallow everything without ending the connection. */
final class Relay implements AutoCloseable {
  private final ServerSocket server = new ServerSocket();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final int target;
  private volatile boolean blackHole;

  Relay(int target) throws IOException {
    this.target = target;
    server.setReceiveBufferSize(16 << 10);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Breaks all connections, as a cable that is cut does not: at once. */
  void cut() {
    close();
  }

  void swallow() {
    blackHole = true;
  }

  private void accept() {
    try {
      while (true) {
        Socket near = server.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(near);
        sockets.add(far);
        Thread.ofVirtual().start(() -> pump(near, far));
        Thread.ofVirtual().start(() -> pump(far, near));
      }
    } catch (IOException e) {
      close();
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[16 << 10];
    try {
      int count = from.getInputStream().read(buffer);
      while (count >= 0) {
        while (blackHole) {
          Thread.sleep(20);
        }
        to.getOutputStream().write(buffer, 0, count);
        count = from.getInputStream().read(buffer);
      }
      if (!blackHole) {
        to.shutdownOutput();
      }
    } catch (IOException | InterruptedException e) {
      close();
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
