/** The guest image: a Debian kernel and an initial RAM disk with the workload programs. */
@NullMarked
package dev.drover.lab.image;

import org.jspecify.annotations.NullMarked;
