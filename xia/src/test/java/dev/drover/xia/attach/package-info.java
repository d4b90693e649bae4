@NullMarked
package dev.drover.xia.attach;

import org.jspecify.annotations.NullMarked;
