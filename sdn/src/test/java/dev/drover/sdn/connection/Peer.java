package dev.drover.sdn.connection;

import dev.drover.sdn.openflow.Message;
import dev.drover.sdn.openflow.Message.EchoReply;
import dev.drover.sdn.openflow.Message.EchoRequest;
import dev.drover.sdn.openflow.Message.FeaturesReply;
import dev.drover.sdn.openflow.Message.FeaturesRequest;
import dev.drover.sdn.openflow.Message.Hello;
import dev.drover.sdn.openflow.Message.Port;
import dev.drover.sdn.openflow.Message.PortDescReply;
import dev.drover.sdn.openflow.Message.PortDescRequest;
import dev.drover.sdn.openflow.Message.SetConfig;
import dev.drover.sdn.openflow.OpenFlowCodec;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;

/** The other end of a connection, saying what a test wants it to say. */
final class Peer implements AutoCloseable {
  private final Socket socket;
  private final DataInputStream in;

  Peer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(60_000);
    socket.setTcpNoDelay(true);
    this.in = new DataInputStream(socket.getInputStream());
  }

  static Peer connect(SwitchServer server) throws IOException {
    return new Peer(new Socket(InetAddress.getLoopbackAddress(), server.port()));
  }

  /** Connects and goes through the handshake as a good switch does. */
  static Peer joined(SwitchServer server, long datapathId) throws IOException {
    return connect(server).join(datapathId);
  }

  Peer join(long datapathId) throws IOException {
    send(new Hello(1, 4, List.of(1, 4)));
    expect(Hello.class);
    return finish(datapathId);
  }

  /** The rest of the handshake, after the hellos. */
  Peer finish(long datapathId) throws IOException {
    FeaturesRequest features = expect(FeaturesRequest.class);
    send(new FeaturesReply(features.xid(), datapathId, 0, 254, 0, 0x4f));
    expect(SetConfig.class);
    PortDescRequest ports = expect(PortDescRequest.class);
    send(new PortDescReply(ports.xid(), true, ports(1, 2)));
    send(new PortDescReply(ports.xid(), false, ports(3)));
    return this;
  }

  static List<Port> ports(long... numbers) {
    return LongStream.of(numbers)
        .mapToObj(number ->
            new Port(number, 0x0a0000000000L + number, "p" + number, 0, 0, 0, 0, 0, 0, 1000, 1000))
        .toList();
  }

  void send(Message message) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(0x10000);
    OpenFlowCodec.encode(message, out);
    socket.getOutputStream().write(out.array(), 0, out.position());
  }

  /** Sends bytes in hex; blanks do not count. */
  void send(String hex) throws IOException {
    socket.getOutputStream().write(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** {@return the next message} */
  Message receive() throws IOException {
    byte[] header = in.readNBytes(8);
    if (header.length < 8) {
      throw new EOFException("closed");
    }
    int length = OpenFlowCodec.length(ByteBuffer.wrap(header));
    ByteBuffer whole = ByteBuffer.allocate(length).put(header).put(in.readNBytes(length - 8));
    return OpenFlowCodec.decode(whole.flip());
  }

  /**
   * {@return the next message that is no echo request, which must be of this kind; answers those}
   */
  <M extends Message> M expect(Class<M> kind) throws IOException {
    Message message = receive();
    while (message instanceof EchoRequest echo && kind != EchoRequest.class) {
      send(new EchoReply(echo.xid(), echo.data()));
      message = receive();
    }
    if (!kind.isInstance(message)) {
      throw new AssertionError("not " + kind.getSimpleName() + " but " + message);
    }
    return kind.cast(message);
  }

  /** Reads until the controller closes, in the middle of a message too; fails when it does not. */
  void awaitClose() throws IOException {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (SocketException e) {
      // Reset because it had not read all.
    }
  }

  Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
