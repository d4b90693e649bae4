package dev.drover.xia.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.InvalidDag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.identity.Counter;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.name.Names.Host;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.packet.Quote;
import dev.drover.xia.packet.Xcmp;
import dev.drover.xia.packet.Xcmp.Unreachable;
import dev.drover.xia.stack.LogLines;
import dev.drover.xia.stack.TappedNetwork;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class NameServiceTest {
  private static final Name NAME = new Name("goldbach_s.lab.xia");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static Dag service(Host host) {
    return host.node().address(host.key().sid());
  }

  private static Enrolment register(Host host) throws InterruptedException {
    return host.client().register(host.key(), NAME, service(host), MINUTE);
  }

  private static Enrolment take(BlockingQueue<Enrolment> told) throws InterruptedException {
    Enrolment next = told.poll(30, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was registered");
    }
    return next;
  }

  @Test
  void name_registered_isFoundByOthersAndListed() throws Exception {
    try (Names names = new Names()) {
      Host server = names.host();
      Host client = names.host();
      assertThat(client.client().lookup(NAME)).isEqualTo(new Lookup.NotFound());
      Names.assertDone(register(server), MINUTE);
      client.client().forget(NAME);
      assertThat(client.client().lookup(NAME.text())).isEqualTo(new Lookup.Found(service(server)));
      assertThat(client.client().list()).containsExactly(NAME);
    }
  }

  /** Of each request the first and the third is lost, and of each request's answers the first. */
  @Test
  void packetsLost_onlyTakeTime() throws Exception {
    try (Names names = new Names()) {
      Map<String, Integer> sent = new ConcurrentHashMap<>();
      names.world.lose(packet -> {
        byte[] message = NameMessage.carried(packet);
        boolean request = packet.intent().equals(Xid.NAMES);
        long number = NameMessage.decode(message).request();
        int times = sent.merge(request + " " + number, 1, Integer::sum);
        return times == 1 || (request && times == 3);
      });
      Host server = names.host(new Patience(Duration.ofMillis(5), 10), Hosts.none());
      for (int i = 0; i < 10; i++) {
        Name name = new Name("n" + i);
        assertThat(server.client().register(server.key(), name, service(server), MINUTE))
            .isInstanceOf(Enrolment.Done.class);
        assertThat(server.client().lookup(name)).isEqualTo(new Lookup.Found(service(server)));
      }
      assertThat(sent.values()).hasSize(40).allMatch(times -> times >= 2);
    }
  }

  private static Packet unreachable(Dag to, Packet lost) {
    return Packet.of(
        to,
        Dag.chain(Xid.parse("HID:9")),
        NextHeader.XCMP,
        new Unreachable(Xcmp.NO_WAY, Names.AD1, Quote.of(lost)).encode());
  }

  @Test
  void question_thatCannotArrive_isNoNonsenseAndTheReasonIsSaid() throws Exception {
    try (Names names = new Names();
        LogLines log = new LogLines(NameClient.class)) {
      Host host = names.host();
      TappedNetwork network = new TappedNetwork(host.node());
      NameClient client =
          new NameClient(
              network,
              names.known::get,
              Hosts.none(),
              new Counter(Clock.systemUTC()),
              new Random(1),
              Names.PATIENCE);
      names.world.lose(question -> {
        network.receivers.getFirst().receive(unreachable(question.source(), question));
        return true;
      });
      assertThat(client.lookup(NAME))
          .isInstanceOfSatisfying(
              Lookup.Unavailable.class,
              answer -> assertThat(answer.why()).startsWith("no way leads to the name server at "));
      assertThat(log.rest()).isEmpty();
      names.world.lose(_ -> false);
      assertThat(client.lookup(NAME)).isEqualTo(new Lookup.NotFound());
      // What this client never sent is nonsense.
      Dag elsewhere = host.node().address(Xid.NAMES);
      Packet ofAnother =
          Packet.of(elsewhere, elsewhere, NextHeader.TRANSPORT, ByteBuffer.allocate(8));
      network.receivers.getFirst().receive(unreachable(elsewhere, ofAnother));
      assertThat(log.next()).contains("is about what was not sent from here");
      client.close();
    }
  }

  @Test
  void answer_thatCannotArrive_isNoQuestion() throws Exception {
    try (Names names = new Names();
        LogLines log = new LogLines(NameService.class)) {
      Host host = names.host();
      Identity key = Identity.generate();
      TappedNetwork network = new TappedNetwork(names.world.node(Names.AD2, key.hid()));
      try (NameService service = NameService.start(network, key, Clock.systemUTC())) {
        names.known.set(Optional.of(service.where()));
        Packet answer =
            Packet.of(
                host.node().address(Xid.parse("SID:7")),
                network.address(Xid.NAMES),
                NextHeader.TRANSPORT,
                ByteBuffer.allocate(8));
        network.receivers.getFirst().receive(unreachable(network.address(Xid.NAMES), answer));
        assertThat(host.client().lookup(NAME)).isEqualTo(new Lookup.NotFound());
        assertThat(log.rest()).isEmpty();
      }
    }
  }

  @Test
  void silentServer_isReportedAfterAllRequests() throws Exception {
    try (Names names = new Names()) {
      AtomicInteger asked = new AtomicInteger();
      names.world.lose(_ -> asked.incrementAndGet() > 0);
      Host host = names.host(new Patience(Duration.ofMillis(1), 5), Hosts.none());
      String silence =
          "the name server at " + names.serverNode.address(Xid.NAMES) + " does not answer";
      assertThat(host.client().lookup(NAME)).isEqualTo(new Lookup.Unavailable(silence));
      assertThat(asked).hasValue(5);
      assertThat(register(host)).isEqualTo(new Enrolment.Unavailable(silence));
      assertThatThrownBy(host.client()::list).isInstanceOf(NoAnswer.class).hasMessage(silence);
      names.known.set(Optional.empty());
      assertThat(host.client().lookup(NAME))
          .isEqualTo(
              new Lookup.Unavailable("no name server is known; no gateway's beacon was heard yet"));
      assertThat(asked).hasValue(15);
    }
  }

  @Test
  void beaconHeardWhileAsking_isUsed() throws Exception {
    try (Names names = new Names()) {
      Optional<NameServer> server = names.known.getAndSet(Optional.empty());
      Host host = names.host();
      host.node().after(50_000_000, () -> names.known.set(server));
      assertThat(register(host)).isInstanceOf(Enrolment.Done.class);
    }
  }

  @Test
  void answers_areCachedAsLongAsTheyLive() throws Exception {
    try (Names names = new Names()) {
      Host host = names.host();
      Host other = names.host();
      register(host);
      Lookup found = other.client().lookup(NAME);
      assertThat(other.client().lookup(new Name("none"))).isEqualTo(new Lookup.NotFound());
      names.world.lose(_ -> true);
      assertThat(other.client().lookup(NAME)).isEqualTo(found);
      assertThat(other.client().lookup(new Name("none"))).isEqualTo(new Lookup.NotFound());
    }
  }

  @Test
  void keptName_isRegisteredAtOnceWhereItsHostMoves() throws Exception {
    try (Names names = new Names()) {
      Host host = names.host();
      Host other = names.host();
      BlockingQueue<Enrolment> told = new LinkedBlockingQueue<>();
      KeptName kept = host.client().keep(host.key(), NAME, () -> service(host), MINUTE, told::add);
      Names.assertDone(take(told), MINUTE);
      Dag before = service(host);
      assertThat(other.client().lookup(NAME)).isEqualTo(new Lookup.Found(before));
      host.node().move(Names.AD2);
      Names.assertDone(take(told), MINUTE);
      other.client().forget(NAME);
      assertThat(other.client().lookup(NAME))
          .isEqualTo(new Lookup.Found(Dag.chain(Names.AD2, host.key().hid(), host.key().sid())));
      kept.close();
      host.node().move(Names.AD1);
      assertThat(told).isEmpty();
    }
  }

  @Test
  void keptName_isRenewedBeforeItExpires_andExpiresWhenClosed() throws Exception {
    try (Names names = new Names()) {
      Host host = names.host();
      BlockingQueue<Enrolment> told = new LinkedBlockingQueue<>();
      Duration life = Duration.ofMillis(600);
      KeptName kept = host.client().keep(host.key(), NAME, () -> service(host), life, told::add);
      for (int i = 0; i < 5; i++) {
        Names.assertDone(take(told), life);
      }
      assertThat(host.client().list()).containsExactly(NAME);
      kept.close();
      while (!host.client().list().isEmpty()) {
        Thread.onSpinWait();
      }
      assertThat(host.client().lookup(NAME)).isEqualTo(new Lookup.NotFound());
    }
  }

  @Test
  void nameTakenBack_isGoneAtOnce() throws Exception {
    try (Names names = new Names()) {
      Host host = names.host();
      register(host);
      assertThat(host.client().register(host.key(), NAME, service(host), Duration.ZERO))
          .isEqualTo(new Enrolment.Done(Duration.ZERO));
      assertThat(host.client().lookup(NAME)).isEqualTo(new Lookup.NotFound());
    }
  }

  @Test
  void addressesAndHostsFile_comeBeforeTheServer(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("hosts.xia");
    Files.writeString(
        file, "# ours\n\n" + NAME + "  RE AD:2 HID:3 # a comment\nother.xia DAG 0 - HID:4\n");
    try (Names names = new Names()) {
      Host server = names.host();
      register(server);
      Host host = names.host(Names.PATIENCE, Hosts.read(file));
      AtomicInteger asked = new AtomicInteger();
      names.world.lose(_ -> asked.incrementAndGet() > 0);
      Dag there = Dag.chain(Xid.parse("AD:2"), Xid.parse("HID:3"));
      assertThat(host.client().lookup(NAME)).isEqualTo(new Lookup.Found(there));
      assertThat(host.client().lookup("other.xia"))
          .isEqualTo(new Lookup.Found(Dag.chain(Xid.parse("HID:4"))));
      assertThat(host.client().lookup("RE AD:2 HID:3")).isEqualTo(new Lookup.Found(there));
      assertThat(host.client().lookup(there.toString())).isEqualTo(new Lookup.Found(there));
      assertThat(host.client().lookup("0x11-" + "a".repeat(40) + "-0"))
          .isEqualTo(new Lookup.Found(Dag.chain(Xid.parse("HID:" + "a".repeat(40)))));
      assertThatThrownBy(() -> host.client().lookup("RE AD:2 HID:")).isInstanceOf(InvalidDag.class);
      assertThatIllegalArgumentException().isThrownBy(() -> host.client().lookup("a b"));
      assertThat(asked).hasValue(0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"one", "one RE", "one two three", "o\u00e9 RE AD:1", "a RE AD:1\na RE AD:1"})
  void hostsFile_thatIsWrong_isRefusedWithItsPlace(String text, @TempDir Path dir)
      throws Exception {
    Path file = dir.resolve("hosts.xia");
    Files.writeString(file, "b RE AD:1\n" + text);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Hosts.read(file))
        .withMessageMatching("(?s).*hosts.xia:[23]: .+");
  }

  @Test
  void restart_withAFile_keepsNamesAndCounters(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("names");
    try (Names names = new Names()) {
      names.stop();
      names.start(file);
      Host host = names.host();
      register(host);
      names.stop();
      names.start(file);
      assertThat(names.host().client().lookup(NAME)).isEqualTo(new Lookup.Found(service(host)));
      Host other = names.host();
      assertThat(register(other)).isEqualTo(new Enrolment.Refused(Refusal.NOT_THE_OWNER));
      Names.assertDone(register(host), MINUTE);
      names.stop();
      assertThat(dir).isDirectoryNotContaining(path -> path.toString().endsWith(".new"));
    }
  }
}
