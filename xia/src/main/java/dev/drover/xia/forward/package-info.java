/**
 * Which way a packet goes: tables for each type of identifier, and the search along the edges of
 * its destination. Pure.
 */
@NullMarked
package dev.drover.xia.forward;

import org.jspecify.annotations.NullMarked;
