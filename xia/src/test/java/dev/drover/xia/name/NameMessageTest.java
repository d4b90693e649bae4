package dev.drover.xia.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.RandomDags;
import dev.drover.xia.address.Xid;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.identity.Statement.Kind;
import dev.drover.xia.name.NameMessage.ListNames;
import dev.drover.xia.name.NameMessage.Query;
import dev.drover.xia.name.NameMessage.Register;
import dev.drover.xia.name.NameMessage.Reply;
import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.packet.Mutations;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Octets;
import dev.drover.xia.packet.Packet;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NameMessageTest {
  private static final Identity KEY = Identity.generate();
  private static final Name NAME = new Name("a_s.xia");
  private static final Dag HOST = Dag.chain(Xid.parse("HID:" + "b1".repeat(20)));
  private static final String HOST_WIRE = "00000011" + "b1".repeat(20) + "007f7f7f";
  private static final long REQUEST = 0x0102030405060708L;

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static String body(Statement statement) {
    return Octets.rest(statement.body()).toString();
  }

  @Test
  void requests_areTheGoldenBytes() {
    assertThat(hex(new Query(REQUEST, NAME).encode()))
        .isEqualTo("02" + "0102030405060708" + "07" + "615f732e786961");
    assertThat(hex(new ListNames(REQUEST, Optional.of(NAME)).encode()))
        .isEqualTo("03" + "0102030405060708" + "07" + "615f732e786961");
    assertThat(hex(new ListNames(REQUEST, Optional.empty()).encode()))
        .isEqualTo("03" + "0102030405060708" + "00");
    Statement statement = Statement.sign(KEY, Kind.NAME, 1, new byte[3]);
    assertThat(hex(new Register(REQUEST, statement).encode()))
        .isEqualTo("01" + "0102030405060708" + hex(statement.encode()));
    assertThat(hex(new Reply(REQUEST, statement).encode()))
        .isEqualTo("04" + "0102030405060708" + hex(statement.encode()));
  }

  @Test
  void registration_isTheGoldenBytes() {
    Registration registration = new Registration(NAME, HOST, Duration.ofSeconds(60));
    Statement statement = registration.sign(KEY, 5);
    assertThat(body(statement))
        .isEqualTo("01" + "0000ea60" + "07" + "615f732e786961" + "01" + HOST_WIRE);
    assertThat(statement.kind()).isEqualTo(Kind.NAME);
    assertThat(statement.counter()).isEqualTo(5);
    assertThat(Registration.of(statement)).isEqualTo(registration);
  }

  /** The hash is SHA-256's of {@code abc}. */
  @Test
  void answers_areTheGoldenBytes() {
    byte[] request = {'a', 'b', 'c'};
    String begin = "02" + "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    Duration second = Duration.ofSeconds(1);
    List<Answer> answers =
        List.of(
            new Answer.Found(HOST, second),
            new Answer.NotFound(second),
            new Answer.Registered(second),
            new Answer.Refused(Refusal.NOT_THE_OWNER),
            new Answer.Names(List.of(NAME), true));
    List<String> golden =
        List.of(
            "01" + "000003e8" + "01" + HOST_WIRE,
            "02" + "000003e8",
            "03" + "000003e8",
            "04" + "03",
            "05" + "01" + "01" + "07" + "615f732e786961");
    for (int i = 0; i < answers.size(); i++) {
      Statement statement = answers.get(i).sign(KEY, 1, request);
      assertThat(body(statement)).isEqualTo(begin + golden.get(i));
      assertThat(Answer.of(statement, request)).isEqualTo(answers.get(i));
      assertThatThrownBy(() -> Answer.of(statement, new byte[] {'a', 'b', 'd'}))
          .isInstanceOf(MalformedPacket.class)
          .hasMessage("it answers another question");
    }
  }

  @Test
  void payload_isADatagram() {
    ByteBuffer payload = NameMessage.payload(new byte[] {1, 2, 3});
    assertThat(Octets.rest(payload.duplicate()).toString())
        .isEqualTo("3b0c" + "020002" + "03060003" + "000000" + "010203");
    assertThat(NameMessage.carried(Packet.of(HOST, HOST, NextHeader.TRANSPORT, payload)))
        .containsExactly(1, 2, 3);
    assertThatThrownBy(() -> NameMessage.carried(Packet.of(HOST, HOST, NextHeader.NONE, payload)))
        .isInstanceOf(MalformedPacket.class)
        .hasMessage("it is no datagram");
  }

  @Test
  void refusals_haveNumbersOfTheirOwn() {
    for (Refusal reason : Refusal.values()) {
      assertThat(Refusal.of(reason.number())).isEqualTo(reason);
    }
  }

  @Test
  void name_thatIsNone_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Name(""))
        .withMessage("a name must have 1 to 255 characters, not 0");
    assertThatIllegalArgumentException().isThrownBy(() -> new Name("a".repeat(256)));
    assertThat(new Name("a".repeat(255)).text()).hasSize(255);
    for (String wrong : List.of("a b", "a\n", "é", "\u007f", " ")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Name(wrong))
          .withMessageStartingWith(
              "a name must have printable ASCII characters without space only: '");
    }
  }

  private static NameMessage sample(Random random) {
    RandomDags dags = new RandomDags(random);
    return switch (random.nextInt(4)) {
      case 0 -> new Query(random.nextLong(), NAME);
      case 1 -> new ListNames(random.nextLong(), Optional.of(NAME));
      case 2 ->
          new Register(
              random.nextLong(),
              new Registration(NAME, dags.dag(), Duration.ofHours(2)).sign(KEY, 1));
      default ->
          new Reply(
              random.nextLong(),
              new Answer.Found(dags.dag(), Duration.ofHours(2)).sign(KEY, 1, new byte[0]));
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void message_mutated_isAMessageOrMalformed(long seed) {
    Random random = new Random(seed);
    List<byte[]> samples = Stream.generate(() -> sample(random).encode()).limit(40).toList();
    int refused = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] sample = samples.get(random.nextInt(samples.size()));
      assertThat(NameMessage.decode(sample).encode()).isEqualTo(sample);
      try {
        byte[] mutated = Mutations.of(sample, random);
        NameMessage read = NameMessage.decode(mutated);
        assertThat(read.encode()).as("seed %d", seed).isEqualTo(mutated);
      } catch (MalformedPacket e) {
        assertThat(e.getMessage()).isNotBlank();
        refused++;
      }
    }
    assertThat(refused).as("seed %d", seed).isBetween(500, 4500);
  }

  private static Statement unsigned(byte[] body) {
    ByteBuffer wire = ByteBuffer.allocate(43 + body.length + 64);
    wire.put((byte) 4).position(41).putShort((short) body.length).put(body);
    return Statement.read(wire.rewind());
  }

  /** A signer may write nonsense too. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void body_mutated_isReadOrMalformed(long seed) {
    Random random = new Random(seed);
    RandomDags dags = new RandomDags(random);
    int refused = 0;
    Statement names = new Answer.Names(List.of(NAME, NAME), true).sign(KEY, 1, new byte[0]);
    List<Statement> registrations =
        Stream.generate(() -> new Registration(NAME, dags.dag(), Duration.ZERO).sign(KEY, 1))
            .limit(20)
            .toList();
    for (int i = 0; i < 5_000; i++) {
      boolean answer = random.nextBoolean();
      Statement statement = answer ? names : registrations.get(random.nextInt(20));
      byte[] body = new byte[statement.body().remaining()];
      statement.body().get(body);
      Statement mutated = unsigned(Mutations.of(body, random));
      try {
        if (answer) {
          Answer.of(mutated, new byte[0]);
        } else {
          Registration.of(mutated);
        }
      } catch (MalformedPacket e) {
        assertThat(e.getMessage()).isNotBlank();
        refused++;
      }
    }
    assertThat(refused).as("seed %d", seed).isBetween(500, 4500);
  }
}
