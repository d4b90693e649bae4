/** Identifiers and addresses: what a packet is for, and by which ways it may get there. */
@NullMarked
package dev.drover.xia.address;

import org.jspecify.annotations.NullMarked;
