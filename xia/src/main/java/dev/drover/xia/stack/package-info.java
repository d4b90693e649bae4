/** What transports and services stand on: the door between them and a node. */
@NullMarked
package dev.drover.xia.stack;

import org.jspecify.annotations.NullMarked;
