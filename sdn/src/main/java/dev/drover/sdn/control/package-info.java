/**
 * What the controller knows and does, without sockets, threads or clocks: topology from LLDP, hosts
 * from what they send, a route per pair from a decider, flows along it.
 */
@NullMarked
package dev.drover.sdn.control;

import org.jspecify.annotations.NullMarked;
