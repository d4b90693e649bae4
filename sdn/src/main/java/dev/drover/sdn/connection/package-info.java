/**
 * The sockets to the switches: OpenFlow sessions over TCP or TLS, the clock, and the one lock under
 * which the controller is told what happens.
 *
 * <p>One thread waits for all sockets. What a read brings is decoded and handled as a whole under
 * one hold of the lock, and each switch that was answered is written to once. No write ever waits.
 */
@NullMarked
package dev.drover.sdn.connection;

import org.jspecify.annotations.NullMarked;
