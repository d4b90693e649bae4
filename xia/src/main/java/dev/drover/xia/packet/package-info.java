/** Packets as they are on the wire: the XIP header, extension headers, XCMP. */
@NullMarked
package dev.drover.xia.packet;

import org.jspecify.annotations.NullMarked;
