package dev.drover.cli.controller;

import dev.drover.sdn.openflow.Match;
import dev.drover.sdn.openflow.Message;
import dev.drover.sdn.openflow.Message.Action;
import dev.drover.sdn.openflow.Message.Command;
import dev.drover.sdn.openflow.Message.FeaturesRequest;
import dev.drover.sdn.openflow.Message.FlowMod;
import dev.drover.sdn.openflow.Message.Hello;
import dev.drover.sdn.openflow.Message.Instruction;
import dev.drover.sdn.openflow.Message.PacketOut;
import dev.drover.sdn.openflow.Message.SetConfig;
import dev.drover.sdn.openflow.Octets;
import dev.drover.sdn.openflow.OpenFlow;
import dev.drover.sdn.openflow.OpenFlowCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;

/**
 * What the generator could measure at most: a controller that knows nothing and copies the answer
 * together without looking, on a thread of this process.
 */
final class EchoController implements AutoCloseable {
  private static final int PACKET_IN = 10;
  private static final int SIZE = 1 << 18;

  // Of a packet-in that names the port alone.
  private static final int DATA = 42;
  private static final int ADDRESSES = DATA + 26;

  // Of the flow mod that matches two addresses, and of the packet-out behind it.
  private static final int FLOW_SOURCE = 48 + 4 + 6 + 4;
  private static final int FLOW_DESTINATION = FLOW_SOURCE + 8;

  private final ServerSocketChannel server;
  private final Selector selector;
  private final Thread thread;
  private final byte[] answer;
  private final int packetOut;

  private EchoController(ServerSocketChannel server) throws IOException {
    this.server = server;
    this.selector = Selector.open();
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
    List<Action> actions = List.of(new Action.Output(1, 0));
    ByteBuffer out = ByteBuffer.allocate(SIZE);
    OpenFlowCodec.encode(flowMod(actions), out);
    packetOut = out.position();
    Octets frame = Octets.of(new byte[Hosts.FRAME]);
    OpenFlowCodec.encode(new PacketOut(0, OpenFlow.NO_BUFFER, 1, actions, frame), out);
    answer = Arrays.copyOf(out.array(), out.position());
    this.thread = Thread.ofPlatform().daemon().name("echo").start(this::run);
  }

  private static FlowMod flowMod(List<Action> actions) {
    return new FlowMod(
        0,
        0,
        0,
        0,
        Command.ADD,
        60,
        0,
        100,
        OpenFlow.NO_BUFFER,
        OpenFlow.ANY,
        OpenFlow.ANY,
        0,
        Match.ipv4(0, 0),
        List.of(new Instruction.ApplyActions(actions)));
  }

  static EchoController start() throws IOException {
    return new EchoController(
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
  }

  InetSocketAddress address() throws IOException {
    return (InetSocketAddress) server.getLocalAddress();
  }

  private static final class Peer {
    final SocketChannel channel;
    final ByteBuffer in = ByteBuffer.allocateDirect(SIZE);
    final ByteBuffer out = ByteBuffer.allocateDirect(4 * SIZE);

    Peer(SocketChannel channel) {
      this.channel = channel;
    }
  }

  private void run() {
    try {
      while (server.isOpen()) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          if (key.attachment() instanceof Peer peer) {
            try {
              serve(peer);
            } catch (IOException e) {
              // The generator has ended a run with answers still under way.
              peer.channel.close();
            }
          } else if (server.isOpen()) {
            accept();
          }
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() throws IOException {
    SocketChannel channel = server.accept();
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    Peer peer = new Peer(channel);
    channel.register(selector, SelectionKey.OP_READ, peer);
    for (Message message :
        List.of(
            new Hello(0, OpenFlow.VERSION, List.of(OpenFlow.VERSION)),
            new FeaturesRequest(1),
            new SetConfig(2, 0, OpenFlow.WHOLE))) {
      OpenFlowCodec.encode(message, peer.out);
    }
    write(peer);
  }

  private void serve(Peer peer) throws IOException {
    if (peer.channel.read(peer.in) < 0) {
      peer.channel.close();
      return;
    }
    ByteBuffer in = peer.in.flip();
    while (in.remaining() >= OpenFlow.HEADER) {
      int at = in.position();
      int length = OpenFlowCodec.length(in);
      if (in.remaining() < length) {
        break;
      }
      if (in.get(at + 1) == PACKET_IN && length == DATA + Hosts.FRAME) {
        answer(in, at, peer.out);
      }
      in.position(at + length);
    }
    in.compact();
    write(peer);
  }

  private void answer(ByteBuffer in, int at, ByteBuffer out) {
    int start = out.position();
    out.put(answer);
    int destination = in.getInt(at + ADDRESSES + 4);
    out.putInt(start + FLOW_SOURCE, in.getInt(at + ADDRESSES));
    out.putInt(start + FLOW_DESTINATION, destination);
    out.putInt(start + packetOut + 28, Generator.port(Hosts.host(destination)));
    out.put(start + answer.length - Hosts.FRAME, in, at + DATA, Hosts.FRAME);
  }

  /** The generator reads all that comes, so that this ends. */
  private static void write(Peer peer) throws IOException {
    peer.out.flip();
    while (peer.out.hasRemaining()) {
      peer.channel.write(peer.out);
    }
    peer.out.clear();
  }

  @Override
  public void close() throws IOException {
    server.close();
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    selector.close();
  }
}
