/**
 * How nodes find their place: beacons of gateways, registrations of hosts, and what follows when
 * one of them moves.
 */
@NullMarked
package dev.drover.xia.attach;

import org.jspecify.annotations.NullMarked;
