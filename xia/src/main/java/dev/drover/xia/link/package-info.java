/**
 * Links between neighbours: packets as datagrams of UDP over IPv6 link-local addresses.
 *
 * <p>Not bare Ethernet frames: the kernel cuts a datagram to what the link takes and puts it
 * together at its other end, hop by hop, so that a packet may have 16 KiB and its header of 176
 * bytes and more weighs little; no privilege and no native code is needed, also within guests; and
 * link-local addresses need no configuration and stay the same when a virtual machine goes to
 * another domain. Nothing of IP leaves a link.
 */
@NullMarked
package dev.drover.xia.link;

import org.jspecify.annotations.NullMarked;
