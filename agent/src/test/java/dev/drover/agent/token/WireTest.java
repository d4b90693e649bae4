package dev.drover.agent.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.agent.flow.Ipv4;
import dev.drover.decide.communication.TokenPolicies;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class WireTest {
  private static final int VM = Ipv4.parse("10.77.1.1");
  private static final int HOST = Ipv4.parse("10.77.0.3");

  private static Token token(String policy) {
    int[] vms = {VM, Ipv4.parse("10.77.1.2"), Ipv4.parse("10.77.1.3")};
    Token token = Token.first(7, TokenPolicies.named(policy), 2, vms);
    return token.withEntry(vms[0], 1).withEntry(vms[1], 3).withEntry(vms[2], 2);
  }

  private static List<Message> all() {
    return List.of(
        new Message.Pass(token("distributed").done(VM)),
        new Message.Pass(token("round-robin").nextRound().moved()),
        new Message.Pass(
            Token.first(7, TokenPolicies.named("global"), 1, new int[] {VM}, 255, true).moved()),
        new Message.Passed(Message.Verdict.STALE, new Mark(3, 4), HOST),
        new Message.WhereIs(VM),
        new Message.Location(VM, HOST, true),
        new Message.HaveRoom(VM, 1L << 40, 4),
        new Message.Capacity(HOST, 12, 3L << 32),
        new Message.Watch(new Mark(1, 9)),
        new Message.Watched(Message.Progress.GONE_ON, new Mark(1, 11)),
        new Message.Claim(8, new Mark(7, 5), HOST),
        new Message.Vote(false, 9, new Mark(7, 6)),
        new Message.End(7),
        new Message.Ended(7),
        new Message.Refused("no"));
  }

  private static byte[] bytes(Message message) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Wire.write(message, new DataOutputStream(out));
    return out.toByteArray();
  }

  private static Message read(byte[] bytes) throws IOException {
    return Wire.read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  @Test
  void read_whatWasWritten_isTheSame() throws IOException {
    for (Message message : all()) {
      assertThat(read(bytes(message))).isEqualTo(message);
    }
  }

  @Test
  void write_token_isTheDocumentedBytes() throws IOException {
    assertThat(HexFormat.of().formatHex(bytes(new Message.Pass(token("distributed")))))
        .isEqualTo(
            "5c0e" // magic
                + "02" // version
                + "01" // the token
                + "0000004d" // bytes that follow
                + "0000000000000007" // generation
                + "0000000000000002" // hop
                + "00000001" // round
                + "00000002" // of as many
                + "00000000" // moves
                + "00000000" // of these before this round
                + "00" // whether the round before was still
                + "01" // VMs together
                + "0a4d0101" // holder
                + "0b6469737472696275746564" // policy
                + "00000003" // VMs
                + "0a4d01010a4d01020a4d0103"
                + "010302" // entries
                + "0000000000000000"); // who has held it
  }

  @Test
  void write_location_isTheDocumentedBytes() throws IOException {
    assertThat(HexFormat.of().formatHex(bytes(new Message.Location(VM, HOST, true))))
        .isEqualTo("5c0e0204000000090a4d01010a4d000301");
  }

  @Test
  void read_unknownType_isKeptAsUnknown() throws IOException {
    byte[] bytes = HexFormat.of().parseHex("5c0e024d00000003010203");
    assertThat(read(bytes)).isEqualTo(new Message.Unknown(0x4d));
  }

  @Test
  void read_otherVersion_isRefusedByNumber() {
    assertThatThrownBy(() -> read(HexFormat.of().parseHex("5c0e030300000004aaaaaaaa")))
        .isInstanceOf(Wire.Malformed.class)
        .hasMessage("version 3 is not spoken here; 2 is");
  }

  @Test
  void read_lengthAboveTheCap_isRefusedUnread() {
    assertThatThrownBy(() -> read(HexFormat.of().parseHex("5c0e02037fffffff")))
        .isInstanceOf(Wire.Malformed.class)
        .hasMessageContaining("cannot have");
  }

  @Test
  void read_anyBytesAtAll_throwsNothingButIoException() throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    List<Message> messages = all();
    for (int run = 0; run < 20_000; run++) {
      byte[] bytes = bytes(messages.get(random.nextInt(messages.size())));
      for (int flips = random.nextInt(4); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      if (random.nextInt(3) == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      }
      try {
        assertThat(read(bytes)).isNotNull();
      } catch (IOException e) {
        assertThat(e.getMessage())
            .satisfiesAnyOf(
                text -> assertThat(text).isNotBlank(), text -> assertThat(text).isNull());
      }
    }
  }
}
