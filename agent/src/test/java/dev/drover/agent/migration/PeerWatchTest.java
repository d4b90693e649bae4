package dev.drover.agent.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.agent.api.IncomingStatus;
import dev.drover.agent.api.IncomingStatus.Fate;
import dev.drover.agent.api.PeerAgent;
import dev.drover.agent.api.VmStatus;
import dev.drover.agent.fake.FakeHosts;
import dev.drover.agent.migration.Settlement.Peer;
import dev.drover.calls.CallException;
import dev.drover.hypervisor.VmState;
import dev.drover.model.Traffic;
import dev.drover.model.unit.Bytes;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PeerWatchTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private Supplier<IncomingStatus> there = () -> taken(VmState.RUNNING, false);

  private final PeerAgent peer =
      (PeerAgent)
          Proxy.newProxyInstance(
              PeerAgent.class.getClassLoader(),
              new Class<?>[] {PeerAgent.class},
              (_, method, _) ->
                  switch (method.getName()) {
                    case "hello" -> there.get();
                    case "takeOver" -> running();
                    default -> throw new UnsupportedOperationException(method.getName());
                  });

  private final PeerWatch watch =
      new PeerWatch(
          peer, "m1", new PeerAgent.SourceHello("vm1", "a", "http://a:1", 0), HOUR, () -> {});

  @Test
  void takeOver_saysNothingOfBeingWhole() {
    watch.grant();
    assertThat(watch.word()).isEqualTo(Peer.TAKEN_UNSEEN);

    watch.greet();
    assertThat(watch.word()).isEqualTo(Peer.TAKEN);
  }

  @Test
  void answersThatAgree_countFromTheFirstOfThem() {
    watch.grant();
    watch.greet();
    assertThat(watch.insists(Duration.ofNanos(1), HOUR)).isFalse();
    watch.greet();
    assertThat(watch.insists(Duration.ofNanos(1), HOUR)).isTrue();
    assertThat(watch.insists(HOUR, HOUR)).isFalse();
  }

  @Test
  void silence_betweenTwoAnswers_startsThemAnew() {
    watch.grant();
    watch.greet();
    watch.greet();
    there =
        () -> {
          throw new CallException(CallException.Kind.UNREACHABLE, "no answer");
        };
    watch.greet();
    assertThat(watch.word()).isEqualTo(Peer.SILENT);
    assertThat(watch.insists(Duration.ofNanos(1), HOUR)).isFalse();
    there = () -> taken(VmState.RUNNING, false);
    watch.greet();

    assertThat(watch.word()).isEqualTo(Peer.TAKEN);
    assertThat(watch.insists(Duration.ofNanos(1), HOUR)).isFalse();
  }

  @Test
  void process_thatDoesNotAnswer_isGivenItsOwnPatience() {
    there = () -> taken(VmState.UNKNOWN, false);
    watch.grant();
    watch.greet();
    watch.greet();

    assertThat(watch.word()).isEqualTo(Peer.TAKEN);
    assertThat(watch.insists(Duration.ZERO, HOUR)).isFalse();
    assertThat(watch.insists(HOUR, Duration.ZERO)).isTrue();
  }

  private static IncomingStatus taken(VmState state, boolean whole) {
    return new IncomingStatus("m1", Fate.TAKEN_OVER, state, whole);
  }

  private static VmStatus running() {
    return new VmStatus(
        FakeHosts.spec("vm1"),
        VmState.RUNNING,
        VmStatus.Role.OWNER,
        Traffic.NONE,
        Bytes.ZERO,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
