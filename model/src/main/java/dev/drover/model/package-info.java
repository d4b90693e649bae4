/**
 * The vocabulary of Drover: what a VM, a host, a migration and a plan are. Immutable values only;
 * this package depends on nothing.
 */
@NullMarked
package dev.drover.model;

import org.jspecify.annotations.NullMarked;
