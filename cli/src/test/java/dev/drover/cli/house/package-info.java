/**
 * Drover as its user sees it: commands as processes of their own, real guests, real failures. One
 * lab serves all classes. Needs root and QEMU; skips, saying so, elsewhere.
 */
@NullMarked
package dev.drover.cli.house;

import org.jspecify.annotations.NullMarked;
