@NullMarked
package dev.drover.xia.migration;

import org.jspecify.annotations.NullMarked;
