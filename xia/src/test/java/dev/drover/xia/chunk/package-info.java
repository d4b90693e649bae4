@NullMarked
package dev.drover.xia.chunk;

import org.jspecify.annotations.NullMarked;
