/**
 * Streams and datagrams over a node's network: {@link dev.drover.xia.transport.XiaStack} is the
 * door.
 *
 * <pre>
 *  XiaStack ── Port (a SID's packets) ──┬─ StreamListener ── Openings (SYN, proven)
 *                                       ├─ Connection ── Transfer ──┬─ Sender ── Scoreboard, Pace,
 *                                       │      │                    │            CongestionControl
 *                                       │    Relocation (MIGRATE)   └─ Receiver ── ByteRing, RangeSet
 *                                       └─ Datagrams
 * </pre>
 *
 * <p>Below {@code Transfer} all is pure: time comes in as a number, packets go out as segments.
 * Above it, a connection's lock owns its state; nothing is signed, verified or sent while it is
 * held.
 *
 * <p>What the prototype's streams did wrong and these do not: notes 3.3 and 8.
 */
@NullMarked
package dev.drover.xia.transport;

import org.jspecify.annotations.NullMarked;
