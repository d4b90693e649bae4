/**
 * The migration protocol: the byte streams of a VM's migration go from host to host over XIA, with
 * QEMU unmodified (section 4.1 and Fig. 3 of the paper; notes 3.6, 6.4, 6.5 and R3).
 *
 * <pre>
 *  QEMU ─ Unix socket ─ Outgoing ══ STREAM: what there is, what has come ══ Incoming ─ Unix socket ─ QEMU
 *                          └ ChunkPublisher ══ CHUNKs, asked for by name ══ ChunkFetcher ┘
 * </pre>
 *
 * <p>Each connection that QEMU opens has a STREAM of its own, opened in QEMU's order. Its bytes to
 * the destination are cut into pieces; the source tells their names in rounds, the destination asks
 * for the chunks that it lacks, verifies them, writes them to its QEMU in order and acknowledges.
 * Bytes to the source are few (replies of a block export, the return path) and go on the STREAM.
 *
 * <p>Who could connect could write a VM's memory. The service's identifier is the hash of the
 * destination's key, so the source knows whom it sends to; the source proves that it has the token
 * which the destination's agent was given, bound to its own proven identifier, so that who listens
 * on the way learns nothing that he could use. Nothing is encrypted.
 *
 * <p>A path that is broken for less than {@link dev.drover.xia.transport.StreamOptions#deadPeer}
 * costs time only, and so does a host that changes its address. All else that goes wrong ends the
 * connection on both sides with one cause, and breaks it for both QEMUs: a pre-copy fails and the
 * VM runs on at its source.
 */
@NullMarked
package dev.drover.xia.migration;

import org.jspecify.annotations.NullMarked;
