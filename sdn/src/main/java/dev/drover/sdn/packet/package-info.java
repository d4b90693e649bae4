/**
 * Frames that a controller reads and makes: ARP (RFC 826) and RARP (RFC 903), by which hosts say
 * where they are, IPv4 (RFC 791), and the LLDP (IEEE 802.1AB) by which links are found.
 */
@NullMarked
package dev.drover.sdn.packet;

import org.jspecify.annotations.NullMarked;
