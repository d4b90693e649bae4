@NullMarked
package dev.drover.xia.stack;

import org.jspecify.annotations.NullMarked;
