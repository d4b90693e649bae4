/**
 * Names for addresses: a server that keeps them, on {@link dev.drover.xia.address.Xid#NAMES} of any
 * node, and clients that look them up and keep their own alive. Registrations are signed by who has
 * the address, answers by the server; neither can be forged or said again by another.
 */
@NullMarked
package dev.drover.xia.name;

import org.jspecify.annotations.NullMarked;
