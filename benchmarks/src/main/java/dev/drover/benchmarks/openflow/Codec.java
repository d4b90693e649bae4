package dev.drover.benchmarks.openflow;

import dev.drover.sdn.openflow.Match;
import dev.drover.sdn.openflow.Message;
import dev.drover.sdn.openflow.Message.Action;
import dev.drover.sdn.openflow.Message.Command;
import dev.drover.sdn.openflow.Message.FlowMod;
import dev.drover.sdn.openflow.Message.Instruction;
import dev.drover.sdn.openflow.Message.PacketIn;
import dev.drover.sdn.openflow.Message.PacketOut;
import dev.drover.sdn.openflow.Octets;
import dev.drover.sdn.openflow.OpenFlow;
import dev.drover.sdn.openflow.OpenFlowCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.projectfloodlight.openflow.exceptions.OFParseError;
import org.projectfloodlight.openflow.protocol.OFFactories;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.OFVersion;
import org.projectfloodlight.openflow.protocol.match.MatchField;
import org.projectfloodlight.openflow.types.EthType;
import org.projectfloodlight.openflow.types.IPv4Address;
import org.projectfloodlight.openflow.types.OFBufferId;
import org.projectfloodlight.openflow.types.OFGroup;
import org.projectfloodlight.openflow.types.OFPort;
import org.projectfloodlight.openflow.types.U64;

/**
 * What every new pair of hosts costs on the wire's side. A unit of work is a packet-in with a frame
 * of 64 bytes decoded, or a flow mod and a packet-out made and encoded.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Codec {
  private static final OFFactory FACTORY = OFFactories.getFactory(OFVersion.OF_13);
  private static final int FRAME = 64;

  private final byte[] frame = new byte[FRAME];
  private final Octets octets = Octets.of(frame);
  private final ByteBuffer out = ByteBuffer.allocateDirect(1 << 16);
  private final ByteBuf theirOut = Unpooled.directBuffer(1 << 16);
  private final ByteBuffer in = packetIn();
  private final ByteBuf theirIn = Unpooled.wrappedBuffer(packetIn());

  private int number;

  private static ByteBuffer packetIn() {
    ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 10);
    Octets data = Octets.of(new byte[FRAME]);
    OpenFlowCodec.encode(new PacketIn(1, OpenFlow.NO_BUFFER, FRAME, 0, 0, 5, 3, data), bytes);
    return bytes.flip();
  }

  @Benchmark
  public Message decode() {
    return OpenFlowCodec.decode(in.rewind());
  }

  @Benchmark
  public @Nullable OFMessage decodeByOpenFlowJ() throws OFParseError {
    return FACTORY.getReader().readFrom(theirIn.readerIndex(0));
  }

  @Benchmark
  public int encode() {
    number++;
    out.clear();
    List<Action> actions = List.of(new Action.Output(2, 0));
    OpenFlowCodec.encode(
        new FlowMod(
            number,
            7,
            0,
            0,
            Command.ADD,
            30,
            0,
            100,
            OpenFlow.NO_BUFFER,
            OpenFlow.ANY,
            OpenFlow.ANY,
            0,
            Match.ipv4(number, ~number),
            List.of(new Instruction.ApplyActions(actions))),
        out);
    OpenFlowCodec.encode(
        new PacketOut(number, OpenFlow.NO_BUFFER, OpenFlow.CONTROLLER, actions, octets), out);
    return out.position();
  }

  @Benchmark
  public int encodeByOpenFlowJ() {
    number++;
    theirOut.clear();
    var actions = List.of(FACTORY.actions().output(OFPort.of(2), 0));
    FACTORY
        .buildFlowAdd()
        .setXid(number)
        .setCookie(U64.of(7))
        .setIdleTimeout(30)
        .setPriority(100)
        .setBufferId(OFBufferId.NO_BUFFER)
        .setOutPort(OFPort.ANY)
        .setOutGroup(OFGroup.ANY)
        .setMatch(
            FACTORY
                .buildMatch()
                .setExact(MatchField.ETH_TYPE, EthType.IPv4)
                .setExact(MatchField.IPV4_SRC, IPv4Address.of(number))
                .setExact(MatchField.IPV4_DST, IPv4Address.of(~number))
                .build())
        .setInstructions(List.of(FACTORY.instructions().applyActions(List.copyOf(actions))))
        .build()
        .writeTo(theirOut);
    FACTORY
        .buildPacketOut()
        .setXid(number)
        .setBufferId(OFBufferId.NO_BUFFER)
        .setInPort(OFPort.CONTROLLER)
        .setActions(List.copyOf(actions))
        .setData(frame)
        .build()
        .writeTo(theirOut);
    return theirOut.writerIndex();
  }
}
