package dev.drover.xia.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class XidTableTest {
  private static Xid xid(Random random) {
    return new Xid(XidType.HID, random.nextLong(), random.nextLong(), random.nextInt());
  }

  /** Few bits differ, so that many stand close together. */
  private static Xid close(Random random) {
    return new Xid(XidType.HID, random.nextInt(16), random.nextInt(8), random.nextInt(4));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void table_changedAtRandom_isAsAMap(long seed) {
    Random random = new Random(seed);
    XidTable<Integer> table = new XidTable<>();
    Map<Xid, Integer> map = new HashMap<>();
    for (int i = 0; i < 50_000; i++) {
      Xid xid = close(random);
      if (random.nextInt(5) < 2) {
        assertThat(table.remove(xid)).as("seed %d, step %d", seed, i).isEqualTo(map.remove(xid));
      } else {
        assertThat(table.put(xid, i)).as("seed %d, step %d", seed, i).isEqualTo(map.put(xid, i));
      }
      Xid other = close(random);
      assertThat(table.find(other)).as("seed %d, step %d", seed, i).isEqualTo(map.get(other));
      assertThat(table.size()).isEqualTo(map.size());
    }
    Map<Xid, Integer> shown = new HashMap<>();
    table.forEach(XidType.HID, shown::put);
    assertThat(shown).isEqualTo(map);
  }

  @Test
  void id_withinBytes_isFoundWhereItStands() {
    XidTable<String> table = new XidTable<>();
    Xid xid = xid(new Random(1));
    table.put(xid, "there");
    ByteBuffer bytes = ByteBuffer.allocate(100);
    xid.write(bytes, 33);
    assertThat(table.find(bytes, 33)).isEqualTo("there");
    bytes.put(33 + Xid.BYTES - 1, (byte) (bytes.get(33 + Xid.BYTES - 1) + 1));
    assertThat(table.find(bytes, 33)).isNull();
  }

  /** Readers never miss what stays, and never see a value under another's id. */
  @Test
  void readers_whileOthersComeAndGo_seeWhatStays() throws Exception {
    long seed = 7;
    Random random = new Random(seed);
    XidTable<Xid> table = new XidTable<>();
    List<Xid> staying = new ArrayList<>();
    List<Xid> passing = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      staying.add(xid(random));
      passing.add(xid(random));
    }
    staying.forEach(each -> table.put(each, each));
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService readers = Executors.newFixedThreadPool(2)) {
      List<Future<Long>> read = new ArrayList<>();
      for (int reader = 0; reader < 2; reader++) {
        Random own = new Random(seed + reader);
        read.add(readers.submit(() -> readUntil(over, table, staying, passing, own)));
      }
      for (int i = 0; i < 200_000; i++) {
        Xid xid = passing.get(random.nextInt(passing.size()));
        if (random.nextBoolean()) {
          table.put(xid, xid);
        } else {
          table.remove(xid);
        }
      }
      over.set(true);
      for (Future<Long> each : read) {
        assertThat(each.get()).as("seed %d", seed).isPositive();
      }
    }
  }

  private static long readUntil(
      AtomicBoolean over, XidTable<Xid> table, List<Xid> staying, List<Xid> passing, Random own) {
    long times = 0;
    do {
      Xid stays = staying.get(own.nextInt(staying.size()));
      assertThat(table.find(stays)).isEqualTo(stays);
      Xid passes = passing.get(own.nextInt(passing.size()));
      assertThat(table.find(passes)).isIn(null, passes);
      times++;
    } while (!over.get());
    return times;
  }
}
