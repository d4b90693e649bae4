/**
 * VMs placed by their traffic (S-CORE), as seen from outside: what all hosts together know of it,
 * and a token that is set going and followed. The hosts decide and move; this only looks.
 */
@NullMarked
package dev.drover.control.placement;

import org.jspecify.annotations.NullMarked;
