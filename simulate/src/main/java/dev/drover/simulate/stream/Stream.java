package dev.drover.simulate.stream;

/**
 * One direction of a connection: bytes that a source has written, numbered from 0, on their way to
 * a destination. What was written is sent in order and never taken back.
 */
public interface Stream {
  /** No limit to the rate. */
  long UNLIMITED = Long.MAX_VALUE;

  String source();

  String destination();

  /** Appends {@code bytes} to what is to be sent; the send buffer has no bound. */
  void write(long bytes);

  /** Has no more than so many payload bits per second sent from now on; zero stops the stream. */
  void limit(long bitsPerSecond);

  /**
   * Has {@link StreamListener#backlogLow} called whenever the bytes written and not yet sent for
   * the first time fall to {@code bytes} or below; 0 unless set.
   */
  void lowWater(long bytes);

  /**
   * Has {@link StreamListener#delivered} called when {@code position} bytes have arrived, for
   * networks that do not call it for every packet anyway.
   */
  default void expect(long position) {}

  /** {@return bytes written so far: the paper's curseq} */
  long written();

  /** {@return bytes handed to the network at least once: the paper's seqno + datalen} */
  long sent();

  /** {@return bytes that the source knows to have arrived} */
  long acknowledged();

  /** {@return bytes that have arrived in order} */
  long delivered();

  /** {@return bytes on the wire, headers and retransmissions included, in this direction} */
  long wireBytes();

  /** {@return payload ÷ bytes on the wire while nothing is sent twice, in full segments} */
  double payloadShare();

  /** Ends it: nothing more is sent, and its listener hears nothing more. */
  void close();
}
