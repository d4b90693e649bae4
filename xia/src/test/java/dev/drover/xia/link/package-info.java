@NullMarked
package dev.drover.xia.link;

import org.jspecify.annotations.NullMarked;
