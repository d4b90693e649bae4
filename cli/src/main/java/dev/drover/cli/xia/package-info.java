/** {@code drover xia}: labs that speak XIA, and what their nodes know. */
@NullMarked
package dev.drover.cli.xia;

import org.jspecify.annotations.NullMarked;
