/** Which pages a running guest writes, seen from outside through the process that emulates it. */
@NullMarked
package dev.drover.lab.memory;

import org.jspecify.annotations.NullMarked;
