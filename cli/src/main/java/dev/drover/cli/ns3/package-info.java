/**
 * The packet network held against ns-3: the same transfers in both, accuracy and speed side by
 * side. {@link dev.drover.cli.ns3.PeerCase} defines a case once; {@code
 * benchmarks/ns3/drover-peer.cc} reads it as text, Drover's network as an object.
 */
@NullMarked
package dev.drover.cli.ns3;

import org.jspecify.annotations.NullMarked;
