package dev.drover.lab.guest;

import dev.drover.lab.calculation.Answer;
import dev.drover.lab.calculation.Question;
import dev.drover.xia.identity.Identity;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Loads what a guest will need, on the machine that makes its image. */
final class Rehearsal {
  private Rehearsal() {}

  static void play() throws IOException {
    byte[] message = {1, 2, 3};
    Identity identity = Identity.ofSecret(Identity.generate().secret());
    if (!identity.publicKey().verifies(message, identity.sign(message))) {
      throw new IOException("a signature is not accepted");
    }
    load();
    calculate();
    // Threads of the services wait for more.
    System.exit(0);
  }

  private static void calculate() throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    InternetService.start(port);
    byte[] question = new Question(1, 100).encode();
    byte[] answer = new byte[Answer.BYTES];
    try (Socket socket = new Socket(here, port);
        DatagramSocket datagrams = new DatagramSocket()) {
      socket.getOutputStream().write(question);
      new DataInputStream(socket.getInputStream()).readFully(answer);
      datagrams.send(
          new DatagramPacket(question, question.length, new InetSocketAddress(here, port)));
      datagrams.receive(new DatagramPacket(answer, answer.length));
    }
  }

  /** Every class of the program: there is no XIA network here on which they would be needed. */
  private static void load() throws IOException {
    Path program = Path.of(System.getProperty("java.class.path"));
    try (JarFile jar = new JarFile(program.toFile())) {
      for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
        String name = all.nextElement().getName();
        if (!name.endsWith("package-info.class")) {
          Class.forName(
              name.substring(0, name.length() - ".class".length()).replace('/', '.'),
              false,
              Rehearsal.class.getClassLoader());
        }
      }
    } catch (ClassNotFoundException e) {
      throw new IOException(program + " is not whole: " + e.getMessage(), e);
    }
  }
}
