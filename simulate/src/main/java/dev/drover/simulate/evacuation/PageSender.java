package dev.drover.simulate.evacuation;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.simulate.stream.Stream;
import java.util.Optional;

/**
 * The connection that a migration's bytes take, held to what it may send; pages are handed to the
 * kernel as its send buffer empties.
 */
final class PageSender {
  private static final BitRate UNLIMITED = BitRate.ofBitsPerSecond(Stream.UNLIMITED);

  private final PagesToSend pages;
  private final WorldFigures figures;
  private Optional<Stream> stream = Optional.empty();
  private Optional<BitRate> limit = Optional.empty();
  private boolean divided;

  /** Not connected. */
  PageSender(PagesToSend pages, WorldFigures figures) {
    this.pages = pages;
    this.figures = figures;
  }

  void connect(Stream open) {
    stream = Optional.of(open);
    shape();
    open.lowWater(figures.socketBuffer().count());
  }

  /** Sends no more than {@code rate} from now on; empty for no limit. */
  void limit(Optional<BitRate> rate) {
    limit = rate.map(each -> each.max(figures.leastLimit()));
    shape();
  }

  /** Says whether a NIC on the way is divided. */
  void divided(boolean isDivided) {
    divided = isDivided;
    shape();
  }

  private void shape() {
    BitRate most = divided ? figures.dividedMost() : UNLIMITED;
    stream.ifPresent(open -> open.limit(limit.orElse(UNLIMITED).min(most).bitsPerSecond()));
  }

  boolean isLimited() {
    return limit.isPresent();
  }

  /** Hands pages over as far as there is room. */
  void send() {
    stream.ifPresent(this::send);
  }

  private void send(Stream open) {
    long room = 2 * figures.socketBuffer().count();
    while (!pages.isEmpty() && open.written() - open.sent() < room) {
      open.write(pages.nextBatch());
    }
  }

  /** Hands over what is no page of the bitmap. */
  void write(long bytes) {
    stream.ifPresent(open -> open.write(bytes));
  }

  /** {@return bytes handed over} */
  Bytes traffic() {
    return Bytes.of(stream.map(Stream::written).orElse(0L));
  }

  /** {@return bytes that have arrived} */
  long arrived() {
    return stream.map(Stream::delivered).orElse(0L);
  }

  boolean allAcknowledged() {
    return stream.filter(open -> open.acknowledged() == open.written()).isPresent();
  }

  void close() {
    stream.ifPresent(Stream::close);
  }
}
