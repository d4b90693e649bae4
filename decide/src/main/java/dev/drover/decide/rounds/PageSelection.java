package dev.drover.decide.rounds;

/**
 * Which dirty pages a live round sends; the stop-and-copy sends all that are left. Holds no state
 * and allocates nothing when asked: it is asked for every dirty page in every round.
 *
 * <p>A page's history is a word of bits: bit 0 says whether the guest wrote to the page during the
 * round just finished, bit 1 the round before that, and so on. Writes count, not whether the page
 * was waiting to be sent, so a page that is held back and then left alone loses its bits. Before
 * round 1 all histories are zero.
 */
public interface PageSelection {
  /** The lowest bits of a history that any selection looks at: a {@code char} holds one. */
  int HISTORY = 16;

  /** {@return the name by which it is known in tables} */
  String name();

  /** {@return what it does, in one line} */
  String description();

  /**
   * {@return whether the live round that begins leaves a dirty page with this history for later}
   */
  boolean holdsBack(long history);

  /**
   * {@return whether a page that the guest has written to again since the round began is sent when
   * its turn comes, although a later round must send it again}
   */
  boolean sendsRedirtied();
}
