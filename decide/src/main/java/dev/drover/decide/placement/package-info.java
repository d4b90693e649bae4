/** Where each VM of an evacuated host goes. */
@NullMarked
package dev.drover.decide.placement;

import org.jspecify.annotations.NullMarked;
