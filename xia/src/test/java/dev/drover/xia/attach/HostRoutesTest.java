package dev.drover.xia.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.forward.Route;
import dev.drover.xia.link.LinkAddress;
import dev.drover.xia.link.TestWire;
import dev.drover.xia.node.Node;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostRoutesTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SILENT = HostRoutes.NEIGHBOURS.multipliedBy(10);
  private static final int MOST = 40;

  private final Xid self = host(0);
  private final Node node = new Node(self, List.of(TestWire.end("0", 100), TestWire.end("1", 101)));
  private long now = -5;
  private final HostRoutes routes = new HostRoutes(node, () -> now, MOST, SILENT, HOUR);

  @AfterEach
  void close() {
    node.close();
  }

  private static Xid host(int number) {
    return new Xid(XidType.HID, number, 1, 1);
  }

  private static LinkAddress at(int number) {
    return new LinkAddress(
        ByteBuffer.allocate(LinkAddress.BYTES).putInt(0, 0xFE800000).putInt(12, number).array());
  }

  private boolean near(int number, int port, int address, long sequence) {
    if (routes.objection(host(number), at(address), sequence).isPresent()) {
      return false;
    }
    routes.near(host(number), port, at(address), sequence);
    return true;
  }

  private boolean has(int number) {
    return node.tables().of(XidType.HID).get(host(number)).isPresent();
  }

  private void pass(Duration time) {
    now += time.toNanos();
    routes.tidy();
  }

  @Test
  void neighbour_thatDoesNotRenew_isForgotten() {
    near(1, 0, 1, 10);
    near(2, 1, 2, 10);
    pass(SILENT.dividedBy(2));
    near(1, 0, 1, 11);
    pass(SILENT.dividedBy(2).plusMillis(1));
    assertThat(has(1)).isTrue();
    assertThat(node.neighbours().list(0)).hasSize(1);
    assertThat(has(2)).isFalse();
    assertThat(node.neighbours().list(1)).isEmpty();
    pass(SILENT);
    assertThat(has(1)).isFalse();
  }

  @Test
  void neighbour_thatIsSilent_isThereUntilAnotherNeedsItsPlace() {
    for (int i = 1; i <= MOST; i++) {
      assertThat(near(i, 0, i, 1)).isTrue();
    }
    pass(HostRoutes.NEIGHBOURS.dividedBy(2));
    near(1, 0, 1, 2);
    pass(HostRoutes.NEIGHBOURS.dividedBy(2).plusMillis(1));
    assertThat(has(2)).as("paused").isTrue();
    assertThat(near(MOST + 1, 0, MOST + 1, 1)).isTrue();
    assertThat(has(2)).as("it was silent for longest").isFalse();
    assertThat(has(1)).as("it was heard").isTrue();
    assertThat(has(3)).isTrue();
    assertThat(near(3, 0, 3, 2)).as("it runs again").isTrue();
  }

  @Test
  void silentHosts_underOneAddress_makeRoomForOthersThere() {
    near(99, 0, 8, 1);
    for (int i = 1; i <= HostRoutes.AT_ONE_ADDRESS; i++) {
      assertThat(near(i, 0, 7, 1)).isTrue();
    }
    pass(HostRoutes.NEIGHBOURS.plusMillis(1));
    assertThat(near(50, 0, 7, 1)).isTrue();
    assertThat(has(1)).isFalse();
    assertThat(has(99)).as("it is elsewhere").isTrue();
    assertThat(node.neighbours().list(0).values())
        .filteredOn(at(7)::equals)
        .hasSize(HostRoutes.AT_ONE_ADDRESS);
  }

  @Test
  void neighbour_thatMovedToAnotherLink_isAtItAlone() {
    near(1, 0, 1, 10);
    near(1, 1, 1, 11);
    assertThat(node.neighbours().list(0)).isEmpty();
    assertThat(node.neighbours().list(1)).hasSize(1);
    assertThat(near(1, 0, 1, 10)).as("older").isFalse();
    assertThat(near(1, 0, 1, 11)).as("the same from elsewhere").isFalse();
    assertThat(routes.isKnown(host(1), 1, at(1), 11)).isTrue();
    assertThat(routes.isKnown(host(1), 0, at(1), 11)).isFalse();
  }

  @Test
  void hosts_beyondTheMost_areRefusedAndWhoIsInStays() {
    for (int i = 1; i <= MOST; i++) {
      assertThat(near(i, 0, i, 1)).isTrue();
    }
    assertThat(near(MOST + 1, 0, MOST + 1, 1)).isFalse();
    assertThat(near(1, 0, 1, 2)).as("who is in").isTrue();
    assertThat(has(1)).isTrue();
    routes.remove(host(2));
    assertThat(near(MOST + 1, 0, MOST + 1, 1)).isTrue();
  }

  @Test
  void hosts_underOneAddress_areFew() {
    int i = 1;
    while (near(i, 0, 7, 1)) {
      i++;
    }
    assertThat(i - 1).isEqualTo(HostRoutes.AT_ONE_ADDRESS);
    assertThat(near(i, 0, 8, 1)).isTrue();
    assertThat(near(i, 0, 7, 2)).as("a move to where there are enough").isFalse();
  }

  @Test
  void thisNode_isNoNeighbour() {
    node.tables().of(XidType.HID).put(self, Route.LOCAL);
    assertThat(near(0, 0, 1, Long.MAX_VALUE)).isFalse();
    assertThat(routes.far(self, Route.via(0, host(3), Long.MAX_VALUE))).isFalse();
  }

  @Test
  void hostElsewhere_thatIsOverAForgottenNeighbour_isForgotten() {
    near(1, 0, 1, 10);
    routes.far(host(2), Route.via(0, host(1), 10));
    routes.remove(host(1));
    assertThat(has(2)).isFalse();
  }

  @Test
  void hostElsewhere_isForgottenAfterAWhile() {
    near(1, 0, 1, 10);
    assertThat(routes.far(host(1), Route.via(1, host(9), 11))).isTrue();
    assertThat(node.neighbours().list(0)).isEmpty();
    assertThat(routes.far(host(1), Route.via(0, host(8), 10))).as("older").isFalse();
    pass(HOUR);
    assertThat(has(1)).isTrue();
    pass(Duration.ofNanos(1));
    assertThat(has(1)).isFalse();
  }

  @Test
  void hostsElsewhere_beyondTheMost_pushTheOldestOut() {
    for (int i = 1; i <= MOST + 1; i++) {
      routes.far(host(i), Route.via(0, host(999), i));
    }
    assertThat(has(1)).isFalse();
    assertThat(has(2)).isTrue();
    assertThat(has(MOST + 1)).isTrue();
  }

  @Test
  void link_thatHangsElsewhereNow_hasNoneOfItsHosts() {
    near(1, 0, 1, 1);
    near(2, 1, 2, 1);
    routes.far(host(3), Route.via(0, host(9), 1));
    routes.removeAll(0);
    assertThat(has(1)).isFalse();
    assertThat(has(2)).isTrue();
    assertThat(has(3)).isFalse();
  }

  /** Whatever happens, the numbers of a host's routes only grow while it is known. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void routes_changedAtRandom_keepTheirBoundsAndOrder(long seed) {
    Random random = new Random(seed);
    Map<String, Route> last = Map.of();
    for (int i = 0; i < 20_000; i++) {
      int step = i;
      int number = 1 + random.nextInt(3 * MOST);
      long sequence = random.nextLong(i / 10L, i / 10L + 20);
      switch (random.nextInt(6)) {
        case 0 -> routes.far(host(number), Route.via(0, host(1 + random.nextInt(9)), sequence));
        case 1 -> routes.remove(host(number));
        case 2 -> pass(Duration.ofSeconds(random.nextInt(3)));
        default -> near(number, random.nextInt(2), random.nextInt(30), sequence);
      }
      Map<String, Route> all = node.tables().of(XidType.HID).list();
      assertThat(all.size()).as("seed %d", seed).isLessThanOrEqualTo(2 * MOST + 2);
      int neighbours = node.neighbours().list(0).size() + node.neighbours().list(1).size();
      assertThat(neighbours).as("seed %d", seed).isLessThanOrEqualTo(MOST);
      Map<String, Route> before = last;
      all.forEach((host, route) -> {
        Route old = before.get(host);
        if (old != null) {
          assertThat(route.sequence())
              .as("seed %d, step %d", seed, step)
              .isGreaterThanOrEqualTo(old.sequence());
        }
      });
      last = all;
    }
  }
}
