package dev.drover.agent.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.agent.api.EdgeAgent;
import dev.drover.agent.api.Mapping;
import dev.drover.agent.api.VmSpec;
import dev.drover.agent.net.Stragglers;
import dev.drover.agent.vm.VmPlaces.Owner;
import dev.drover.calls.CallException;
import dev.drover.calls.CallException.Kind;
import dev.drover.model.Priority;
import dev.drover.model.Sla;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a host tells its router of a VM, and how long. */
final class EdgePlacesTest {
  private static final VmSpec VM =
      new VmSpec(
          "web",
          Bytes.ofMebibytes(256),
          1,
          Priority.MEDIUM,
          new Sla(BitRate.ZERO, BitRate.ofMegabitsPerSecond(200)),
          "52:54:00:77:01:01",
          "10.77.1.101",
          "kernel",
          "initrd",
          List.of(),
          Optional.empty());

  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private final AtomicInteger unreachable = new AtomicInteger();
  private volatile Mapping current = mapping(4, "r2", "b");
  private final EdgePlaces places =
      new EdgePlaces("a", new Router(), new Stragglers("none", "10.77.1.254"));

  @Test
  void here_refusedByNumber_outbidsAsLongAsItOwnsTheVm() throws InterruptedException {
    places.here(VM, 3, new Owning(true));

    assertThat(asked.take()).isEqualTo("claim 3");
    assertThat(asked.take()).isEqualTo("claim 5");
    assertThat(asked.take()).isEqualTo("accepted 5");
  }

  @Test
  void here_refusedByNumberAndNoLongerOwner_givesWay() throws InterruptedException {
    places.here(VM, 3, new Owning(false));

    assertThat(asked.take()).isEqualTo("claim 3");
    assertThat(asked.take()).isEqualTo("not the owner");
    assertThat(current).isEqualTo(mapping(4, "r2", "b"));
  }

  @Test
  void here_edgeDoesNotAnswer_isTriedUntilItDoes() throws InterruptedException {
    unreachable.set(2);
    places.here(VM, 5, new Owning(true));

    assertThat(asked.take()).isEqualTo("claim 5");
    assertThat(asked.take()).isEqualTo("claim 5");
    assertThat(asked.take()).isEqualTo("claim 5");
    assertThat(asked.take()).isEqualTo("accepted 5");
  }

  @Test
  void expect_untilItIsHere_preparesTheEdge() throws InterruptedException {
    places.expect(VM);

    assertThat(asked.take()).isEqualTo("prepare");
    assertThat(asked.take()).isEqualTo("prepare");
    places.here(VM, 5, new Owning(true));
    assertThat(asked.take()).isEqualTo("claim 5");
    assertThat(asked.take()).isEqualTo("accepted 5");
  }

  private static Mapping mapping(long sequence, String router, String host) {
    return new Mapping(VM.address(), VM.mac(), sequence, router, host);
  }

  /** As the registry of a host that owns the VM, or does not any more. */
  private final class Owning implements Owner {
    private final boolean owns;

    Owning(boolean owns) {
      this.owns = owns;
    }

    @Override
    public boolean owns() {
      return owns;
    }

    @Override
    public OptionalLong outbid(long sequence) {
      if (!owns) {
        asked.add("not the owner");
      }
      return owns ? OptionalLong.of(sequence + 1) : OptionalLong.empty();
    }
  }

  /** The router, which knows one VM. */
  private final class Router implements EdgeAgent {
    @Override
    public void prepare(Claim claim) {
      asked.add("prepare");
    }

    @Override
    public Answer announce(Claim claim) {
      asked.add("claim " + claim.sequence());
      if (unreachable.getAndDecrement() > 0) {
        throw new CallException(Kind.UNREACHABLE, "no answer");
      }
      if (claim.sequence() <= current.sequence()) {
        return new Answer(false, current);
      }
      current = claim.at("r1");
      asked.add("accepted " + claim.sequence());
      return new Answer(true, current);
    }

    @Override
    public Answer learn(Mapping mapping) {
      throw new IllegalStateException("only edges tell each other");
    }

    @Override
    public List<Mapping> mappings() {
      return List.of(current);
    }

    @Override
    public Mapping mapping(String address) {
      return current;
    }
  }
}
