package dev.drover.sdn.openflow;

import dev.drover.sdn.openflow.Message.Action;
import dev.drover.sdn.openflow.Message.BarrierReply;
import dev.drover.sdn.openflow.Message.BarrierRequest;
import dev.drover.sdn.openflow.Message.Command;
import dev.drover.sdn.openflow.Message.EchoReply;
import dev.drover.sdn.openflow.Message.EchoRequest;
import dev.drover.sdn.openflow.Message.ErrorMessage;
import dev.drover.sdn.openflow.Message.FeaturesReply;
import dev.drover.sdn.openflow.Message.FeaturesRequest;
import dev.drover.sdn.openflow.Message.FlowMod;
import dev.drover.sdn.openflow.Message.FlowRemoved;
import dev.drover.sdn.openflow.Message.FlowStats;
import dev.drover.sdn.openflow.Message.FlowStatsReply;
import dev.drover.sdn.openflow.Message.FlowStatsRequest;
import dev.drover.sdn.openflow.Message.Hello;
import dev.drover.sdn.openflow.Message.Instruction;
import dev.drover.sdn.openflow.Message.PacketIn;
import dev.drover.sdn.openflow.Message.PacketOut;
import dev.drover.sdn.openflow.Message.Port;
import dev.drover.sdn.openflow.Message.PortDescReply;
import dev.drover.sdn.openflow.Message.PortDescRequest;
import dev.drover.sdn.openflow.Message.PortStats;
import dev.drover.sdn.openflow.Message.PortStatsReply;
import dev.drover.sdn.openflow.Message.PortStatsRequest;
import dev.drover.sdn.openflow.Message.PortStatus;
import dev.drover.sdn.openflow.Message.RoleReply;
import dev.drover.sdn.openflow.Message.RoleRequest;
import dev.drover.sdn.openflow.Message.SetConfig;
import dev.drover.sdn.openflow.Message.Unknown;
import dev.drover.sdn.openflow.Message.UnknownMultipart;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Messages drawn by lot, every kind as often as any other. */
final class RandomMessages {
  private static final long NANOS = 1_000_000_000L;
  private static final List<Command> COMMANDS = List.of(Command.values());

  private final Random random;

  RandomMessages(long seed) {
    this.random = new Random(seed);
  }

  /**
   * {@return one of every kind that OpenFlowJ knows too, with values that the specification has}
   */
  List<Message> standard() {
    return List.of(
        new Hello(random.nextInt(), 4, List.of(1, 4)),
        new ErrorMessage(random.nextInt(), 5, random.nextInt(8), octets(64)),
        new EchoRequest(random.nextInt(), octets(random.nextInt(100))),
        new EchoReply(random.nextInt(), octets(random.nextInt(100))),
        new FeaturesRequest(random.nextInt()),
        new FeaturesReply(
            random.nextInt(), random.nextLong(), u32(), u8(), u8(), random.nextInt(16)),
        new SetConfig(random.nextInt(), random.nextInt(3), u16()),
        packetIn(),
        new PacketOut(random.nextInt(), u32(), port(), actions(false), octets(100)),
        flowMod(false),
        flowRemoved(false),
        new PortStatus(random.nextInt(), random.nextInt(3), portDesc()),
        new BarrierRequest(random.nextInt()),
        new BarrierReply(random.nextInt()),
        new RoleRequest(random.nextInt(), random.nextInt(4), random.nextLong()),
        new RoleReply(random.nextInt(), random.nextInt(4), random.nextLong()),
        new PortDescRequest(random.nextInt()),
        new PortDescReply(random.nextInt(), random.nextBoolean(), many(this::portDesc)),
        new PortStatsRequest(random.nextInt(), port()),
        new PortStatsReply(random.nextInt(), random.nextBoolean(), many(this::portStats)),
        flowStatsRequest(false),
        new FlowStatsReply(random.nextInt(), random.nextBoolean(), many(() -> flowStats(false))));
  }

  /** {@return one of every kind, with unknown parts} */
  List<Message> all() {
    return Stream.concat(
            standard().stream(),
            Stream.of(
                flowMod(true),
                flowRemoved(true),
                flowStatsRequest(true),
                new FlowStatsReply(
                    random.nextInt(), random.nextBoolean(), many(() -> flowStats(true))),
                new PacketOut(random.nextInt(), u32(), port(), actions(true), octets(9)),
                new Hello(random.nextInt(), 6, List.of(1, 4, 6, 33, 255)),
                new ErrorMessage(random.nextInt(), u16(), u16(), Octets.EMPTY),
                new Unknown(random.nextInt(), 4, octets(random.nextInt(50))),
                new Unknown(random.nextInt(), 200, Octets.EMPTY),
                new UnknownMultipart(random.nextInt(), 18, 12, 0, octets(random.nextInt(50))),
                new UnknownMultipart(random.nextInt(), 19, 0, 1, octets(1056))))
        .toList();
  }

  private PacketIn packetIn() {
    return new PacketIn(
        random.nextInt(),
        u32(),
        u16(),
        random.nextInt(3),
        u8(),
        random.nextLong(),
        port(),
        octets(random.nextInt(1600)));
  }

  private FlowMod flowMod(boolean unknown) {
    return new FlowMod(
        random.nextInt(),
        random.nextLong(),
        random.nextLong(),
        u8(),
        COMMANDS.get(random.nextInt(COMMANDS.size())),
        u16(),
        u16(),
        u16(),
        u32(),
        port(),
        u32(),
        random.nextInt(32),
        match(unknown),
        instructions(unknown));
  }

  private FlowRemoved flowRemoved(boolean unknown) {
    return new FlowRemoved(
        random.nextInt(),
        random.nextLong(),
        u16(),
        random.nextInt(4),
        u8(),
        duration(),
        u16(),
        u16(),
        random.nextLong(),
        random.nextLong(),
        match(unknown));
  }

  private FlowStatsRequest flowStatsRequest(boolean unknown) {
    return new FlowStatsRequest(
        random.nextInt(),
        u8(),
        port(),
        u32(),
        random.nextLong(),
        random.nextLong(),
        match(unknown));
  }

  private FlowStats flowStats(boolean unknown) {
    return new FlowStats(
        u8(),
        duration(),
        u16(),
        u16(),
        u16(),
        random.nextInt(32),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        match(unknown),
        instructions(unknown));
  }

  private Port portDesc() {
    return new Port(
        port(),
        mac(),
        "eth" + random.nextInt(1000),
        1,
        random.nextInt(8),
        random.nextInt(1 << 16),
        random.nextInt(1 << 16),
        random.nextInt(1 << 16),
        random.nextInt(1 << 16),
        u32(),
        u32());
  }

  private PortStats portStats() {
    return new PortStats(
        port(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        duration());
  }

  private Match match(boolean unknown) {
    boolean ip = random.nextBoolean();
    return new Match(
        maybe(port()),
        maybe(mac()),
        maybe(mac()),
        ip ? OptionalInt.of(0x0800) : maybe(u16()),
        ip ? OptionalInt.of(6) : OptionalInt.empty(),
        ip ? maybe(random.nextInt()) : OptionalInt.empty(),
        ip ? maybe(random.nextInt()) : OptionalInt.empty(),
        ip ? maybe(u16()) : OptionalInt.empty(),
        ip ? maybe(u16()) : OptionalInt.empty(),
        unknown ? otherFields() : Octets.EMPTY);
  }

  /** A masked IPv4 destination and an experimenter's field. */
  private Octets otherFields() {
    ByteBuffer fields = ByteBuffer.allocate(12 + 4 + 7);
    fields.putInt(0x8000_1908).putInt(random.nextInt()).putInt(0xffff_0000);
    fields.putInt(0xffff_0207).putInt(0x2320).put(octets(3).buffer());
    return Octets.of(fields.array());
  }

  private List<Instruction> instructions(boolean unknown) {
    Instruction apply = new Instruction.ApplyActions(actions(unknown));
    Instruction go = new Instruction.GotoTable(u8());
    return unknown
        ? List.of(
            apply,
            new Instruction.Other(3, octets(20)),
            go,
            new Instruction.Other(0xffff, octets(12)))
        : List.of(apply, go);
  }

  private List<Action> actions(boolean unknown) {
    Action output = new Action.Output(port(), u16());
    Action group = new Action.Group(u32());
    return unknown
        ? List.of(new Action.Other(25, octets(12)), output, new Action.Other(18, octets(4)), group)
        : List.of(output, group);
  }

  private <T> List<T> many(Supplier<T> one) {
    return Stream.generate(one).limit(random.nextInt(5)).toList();
  }

  private long duration() {
    return u32() * NANOS + random.nextInt((int) NANOS);
  }

  private OptionalLong maybe(long value) {
    return random.nextBoolean() ? OptionalLong.of(value) : OptionalLong.empty();
  }

  private OptionalInt maybe(int value) {
    return random.nextBoolean() ? OptionalInt.of(value) : OptionalInt.empty();
  }

  private Octets octets(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Octets.of(bytes);
  }

  private long port() {
    return 1L + random.nextInt(1 << 20);
  }

  private long mac() {
    return random.nextLong() & 0xffff_ffff_ffffL;
  }

  private int u8() {
    return random.nextInt(1 << 8);
  }

  private int u16() {
    return random.nextInt(1 << 16);
  }

  private long u32() {
    return random.nextInt() & 0xffff_ffffL;
  }
}
