@NullMarked
package dev.drover.xia.transport;

import org.jspecify.annotations.NullMarked;
