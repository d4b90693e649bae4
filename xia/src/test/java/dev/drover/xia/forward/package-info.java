@NullMarked
package dev.drover.xia.forward;

import org.jspecify.annotations.NullMarked;
