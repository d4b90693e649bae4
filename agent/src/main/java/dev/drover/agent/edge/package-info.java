/**
 * VMs that keep their IPv4 address when they move to another subnet: routers at the edge hold a
 * mapping from a VM's address to where it is, with a sequence number that only grows, as EVPN's MAC
 * mobility has (notes/xia.md, section 7). {@link dev.drover.agent.edge.Edge} is the router's part,
 * {@link dev.drover.agent.edge.EdgePlaces} the host's.
 */
@NullMarked
package dev.drover.agent.edge;

import org.jspecify.annotations.NullMarked;
