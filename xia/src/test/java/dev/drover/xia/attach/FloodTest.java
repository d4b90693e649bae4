package dev.drover.xia.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.attach.Message.RegistrationMessage;
import dev.drover.xia.attach.Message.Solicitation;
import dev.drover.xia.attach.TwoDomains.Station;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.identity.Statement.Kind;
import dev.drover.xia.link.TestWire.End;
import dev.drover.xia.node.Statistics.Count;
import dev.drover.xia.stack.LogLines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** One on the link who sends without end: others are heard all the same, and nothing grows. */
final class FloodTest {
  private static final int AT_ONCE = 500;

  /** Sends until it is closed; what was sent is taken before more is. */
  private static final class Flood implements AutoCloseable {
    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread thread;

    Flood(End victim, Attacker from, List<? extends Message> messages) {
      thread =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  for (int i = 0; !over.get(); i++) {
                    Attacker.tell(victim, from.address(), messages.get(i % messages.size()));
                    if (i % AT_ONCE == 0) {
                      victim.drain();
                    }
                  }
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
    }

    @Override
    public void close() {
      over.set(true);
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void newcomerIsServed(TwoDomains world) throws InterruptedException {
    Station late = world.new Station("late", world.wireA, Optional.empty(), AddressForm.FLAT);
    TwoDomains.await(() -> late.attachment.place().isPresent());
    TwoDomains.await(() -> TwoDomains.knows(world.r1, late));
    world.c.send(late.address(), 5);
    assertThat(late.next(Duration.ofSeconds(10))).isEqualTo(5);
    late.send(world.b.address(), 6);
    assertThat(world.b.next(Duration.ofSeconds(10))).isEqualTo(6);
  }

  @Test
  void solicitations_withoutEnd_areAnsweredSoOftenOnly() throws Exception {
    try (TwoDomains world = new TwoDomains(AddressForm.FLAT);
        LogLines _ = new LogLines("dev.drover.xia")) {
      world.settle();
      Attacker mallory = new Attacker(world.wireA, 99);
      long begin = System.nanoTime();
      try (Flood _ = new Flood(world.r1.ports.getFirst(), mallory, List.of(new Solicitation()))) {
        newcomerIsServed(world);
        TwoDomains.await(() -> world.r1.node.statistics().get(Count.UNHEARD) > 1000);
      }
      mallory.end.drain();
      long tenths = (System.nanoTime() - begin) / 100_000_000 + 1;
      // 50 beacons a second, each sent 8 times, and what the hosts there said.
      assertThat(mallory.countHeard()).isLessThan((int) (tenths * 40 + 300));
    }
  }

  @Test
  void registrations_ofHostsWithoutEnd_fillNoTable() throws Exception {
    try (TwoDomains world = new TwoDomains(AddressForm.FLAT);
        LogLines log = new LogLines("dev.drover.xia.attach")) {
      world.settle();
      Attacker mallory = new Attacker(world.wireA, 99);
      List<Message> madeUp = new ArrayList<>();
      byte[] body = Attacker.registration(world.domain1.ad(), mallory.address());
      for (int i = 0; i < 400; i++) {
        madeUp.add(
            new RegistrationMessage(
                Statement.sign(Identity.generate(), Kind.REGISTRATION, 1, body)));
      }
      long begin = System.nanoTime();
      try (Flood _ = new Flood(world.r1.ports.getFirst(), mallory, madeUp)) {
        newcomerIsServed(world);
        log.await("there are 16 hosts under its address already");
        TwoDomains.await(() -> world.r1.node.statistics().get(Count.REFUSED) > 100);
      }
      assertThat(world.r1.node.neighbours().list(0).values())
          .filteredOn(mallory.address()::equals)
          .hasSize(HostRoutes.AT_ONE_ADDRESS);
      assertThat(world.r1.node.statistics().get(Count.FAULT)).isZero();
      long seconds = (System.nanoTime() - begin) / 1_000_000_000 + 2;
      assertThat(log.rest().size()).as("log lines").isLessThan((int) (2 * 25 * seconds));
    }
  }
}
