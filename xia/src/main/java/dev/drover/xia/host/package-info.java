/** A host as programs have it: one thing to open, and to ask for addresses and names. */
@NullMarked
package dev.drover.xia.host;

import org.jspecify.annotations.NullMarked;
