package dev.drover.xia.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RouteTableTest {
  private final RouteTable table = new Tables().of(XidType.HID);
  private final Xid host = new Xid(XidType.HID, 1, 2, 3);
  private final Xid router = new Xid(XidType.HID, 4, 5, 6);

  private Optional<Route> found() {
    ByteBuffer bytes = ByteBuffer.allocate(Xid.BYTES);
    host.write(bytes, 0);
    return Optional.ofNullable(table.find(bytes, 0));
  }

  @Test
  void route_toldWithAHigherNumber_replacesTheOther() {
    assertThat(table.putIfNewer(host, Route.via(0, router, 5))).isTrue();
    assertThat(table.putIfNewer(host, Route.via(1, router, 5))).isFalse();
    assertThat(table.putIfNewer(host, Route.via(1, router, 4))).isFalse();
    assertThat(found()).contains(Route.via(0, router, 5));
    assertThat(table.putIfNewer(host, Route.via(1, router, 6))).isTrue();
    assertThat(found()).contains(Route.via(1, router, 6));
  }

  @Test
  void routeToldOfWhatIsHere_isNotTaken() {
    table.put(host, Route.LOCAL);
    assertThat(table.putIfNewer(host, Route.via(1, router, Long.MAX_VALUE))).isFalse();
    assertThat(found()).contains(Route.LOCAL);
  }

  @Test
  void route_removedAfterAnotherCame_leavesTheOther() {
    Route old = Route.via(0, router, 5);
    table.put(host, old);
    table.putIfNewer(host, Route.via(1, router, 6));
    table.remove(host, old);
    assertThat(found()).contains(Route.via(1, router, 6));
    table.remove(host, Route.via(1, router, 6));
    assertThat(found()).isEmpty();
  }

  @Test
  void identifierWithoutARoute_goesAsOthersDo() {
    Route others = Route.via(2, router, 0);
    assertThat(found()).isEmpty();
    table.others(Optional.of(others));
    assertThat(found()).contains(others);
    table.put(host, Route.LOCAL);
    assertThat(found()).contains(Route.LOCAL);
  }

  @Test
  void tableSwitchedOff_hasNoRoutes() {
    table.put(host, Route.LOCAL);
    table.others(Optional.of(Route.via(2, router, 0)));
    table.enabled(false);
    assertThat(found()).isEmpty();
    table.enabled(true);
    assertThat(found()).contains(Route.LOCAL);
  }
}
