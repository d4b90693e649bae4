/**
 * Who talks to whom, and how much: the flow table of a host (S-CORE III-C), fed by polling Open
 * vSwitch's datapath.
 *
 * <p>{@link dev.drover.agent.flow.FlowTable} is what is known, in primitive arrays; {@link
 * dev.drover.agent.flow.OpenVSwitchFlows} reads a switch's counters; {@link
 * dev.drover.agent.flow.FlowPoller} has the one read into the other.
 */
@NullMarked
package dev.drover.agent.flow;

import org.jspecify.annotations.NullMarked;
