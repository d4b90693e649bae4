/** A node: links, tables and what is bound on it, and the way packets take between them. */
@NullMarked
package dev.drover.xia.node;

import org.jspecify.annotations.NullMarked;
